import { html, type Html } from '../../html/html';
import { plainPage } from '../kit/layout';

/** What the sign-in page depends on. */
export type SignInPage = { next: string; fault?: string; hasPassword: boolean };

/** Returns the page to sign in by password, or, where there is none, that says how to get a link. */
export function signInPage({ next, fault, hasPassword }: SignInPage): string {
	return plainPage(
		'Sign in to Fluid',
		html`${fault && html`<p class="fault" role="alert" id="fault">${fault}</p>`}
		${hasPassword ? passwordForm(next, fault !== undefined) : ''} ${linkAdvice(hasPassword)}`,
	);
}

/** Returns the page that a link leads to: its button signs in. */
export function linkPage(secret: string): string {
	return plainPage(
		'Sign in to Fluid',
		html`<p>This link signs you in once.</p>
			<form method="post" action="/sign-in/${secret}" class="stack">
				<button autofocus>Sign in</button>
			</form>`,
	);
}

function passwordForm(next: string, isWrong: boolean): Html {
	return html`<form method="post" action="/sign-in" class="stack">
		<input type="hidden" name="next" value="${next}" />
		<label for="password">Password</label>
		<input
			id="password"
			name="password"
			type="password"
			autocomplete="current-password"
			required
			autofocus${isWrong && html` aria-invalid="true" aria-describedby="fault"`}
		/>
		<button>Sign in</button>
	</form>`;
}

function linkAdvice(hasPassword: boolean): Html {
	return html`<p>
			${hasPassword ? 'Forgot it? ' : ''}Whoever runs this server can make a link that signs you in
			once:
		</p>
		<pre><code>npm run -s fluid -- sign-in-link</code></pre>
		${hasPassword
			? ''
			: html`<p>
					To sign in by password instead, start the service with
					<code>FLUID_ADMIN_PASSWORD</code> set.
				</p>`}`;
}
