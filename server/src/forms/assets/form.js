// Shows a lead form of Fluid where it stands: <script async src="https://.../form.js" data-form="frm_..."></script>
// Needs nothing of the page: no inline script or style, no eval, no cookie. The page follows the form by the events
// fluid:loaded, fluid:submitted and fluid:error, which bubble from the element that holds it.
(() => {
	'use strict';

	const FIRST_PAGE = 'fluid:visit';
	const LOST =
		'This could not be sent; you may be offline. Nothing you typed is lost: send it again in a moment.';

	const NO_TARGET_MS = 5_000;

	const visit = visitSoFar();
	window.fluidForms ??= { render };
	window.fluidForms.render();

	/** Shows the forms that script tags ask for and that do not stand in the page, or not any more. */
	function render() {
		for (const script of document.querySelectorAll('script[data-form]')) {
			const host = script.fluidForm;
			if (!/\/form\.js(\?|$)/.test(script.src) || host?.isConnected || host?.isAwaited) continue;
			void show(script);
		}
	}

	async function show(script) {
		const id = script.dataset.form;
		const address = `${script.src.replace(/\/form\.js.*$/, '')}/f/${id}`;
		const host = element('div');
		script.fluidForm = host;
		const emit = (name, detail) =>
			host.dispatchEvent(
				new CustomEvent(`fluid:${name}`, {
					detail: { form_id: id, ...detail },
					bubbles: true,
					composed: true,
				}),
			);
		const fail = (message) => {
			console.error(`Fluid form ${id}: ${message}`);
			emit('error', { message });
		};
		const shadow = host.attachShadow({ mode: 'open' });
		try {
			await place(host, script);
			const response = await fetch(`${address}/form.json`, { cache: 'no-store' });
			const definition = await response.json();
			if (!response.ok) throw new Error(definition.detail);
			draw({ shadow, emit, fail, address, definition, shownAt: Date.now() });
			emit('loaded');
		} catch (reason) {
			const link = element('a', { href: address }, 'Open it in a page of its own');
			shadow.replaceChildren(element('p', {}, 'The form cannot be shown here just now. ', link));
			host.isAwaited = false;
			if (!host.isConnected) document.body?.append(host);
			fail(reason.message);
		}
	}

	/** Puts a form where it belongs, once that is there: a script in the head runs before the page. */
	async function place(host, script) {
		const { target } = script.dataset;
		if (!target && script.closest('body')) return script.after(host);
		host.isAwaited = true;
		(target ? await appearing(target) : await bodyRead()).append(host);
		host.isAwaited = false;
	}

	function appearing(target) {
		return new Promise((resolve) => {
			// Throws for what no browser understands, before anything waits for it.
			const present = document.querySelector(target);
			if (present) return resolve(present);
			const observer = new MutationObserver(() => {
				const found = document.querySelector(target);
				if (!found) return;
				observer.disconnect();
				clearTimeout(warning);
				resolve(found);
			});
			const warning = setTimeout(
				() => console.warn(`Fluid form: nothing in this page matches "${target}" yet.`),
				NO_TARGET_MS,
			);
			observer.observe(document, {
				attributeFilter: ['id', 'class'],
				childList: true,
				subtree: true,
			});
		});
	}

	async function bodyRead() {
		if (document.readyState === 'loading')
			await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
		return document.body;
	}

	function draw(view) {
		const { shadow, definition } = view;
		const { title, questions, consent, button, inputs, css } = definition;
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		shadow.adoptedStyleSheets = [sheet];
		view.asked = questions.map(ask);
		if (consent !== null) view.asked.push(ask(consentQuestion(consent, inputs.consent)));
		view.notice = element('p', { class: 'notice', role: 'alert', part: 'notice' });
		view.button = element('button', { part: 'button' }, button);
		const trap = element('input', {
			name: inputs.trap,
			tabindex: -1,
			autocomplete: 'off',
			'data-1p-ignore': true,
			'data-bwignore': true,
			'data-lpignore': 'true',
		});
		view.form = element(
			'form',
			{ novalidate: true, 'aria-label': title, part: 'form' },
			...view.asked.map(({ box }) => box),
			element(
				'div',
				{ class: 'trap', 'aria-hidden': 'true' },
				element('label', {}, 'Leave this empty', trap),
			),
			view.notice,
			view.button,
		);
		view.form.addEventListener('submit', (event) => {
			event.preventDefault();
			if (view.button.ariaDisabled !== 'true') void send(view);
		});
		view.holder = element('div', { class: 'fluid-form', part: 'holder' }, view.form);
		shadow.replaceChildren(view.holder);
	}

	async function send(view) {
		const { notice, button, emit, fail, asked } = view;
		button.ariaDisabled = 'true';
		notice.textContent = '';
		showFaults(asked, []);
		const answer = await post(view).catch(() => ({ detail: LOST }));
		button.ariaDisabled = null;
		if (answer.thank_you === undefined) {
			const faults = (answer.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]);
			if (!showFaults(asked, faults)) notice.textContent = answer.detail ?? LOST;
			if (answer.errors) emit('error', { message: answer.detail });
			else fail(answer.detail);
			return;
		}
		emit('submitted', { redirect: answer.redirect });
		if (answer.redirect) location.assign(answer.redirect);
		else thank(view, answer.thank_you);
	}

	function thank({ holder }, text) {
		const thanks = element('p', { class: 'thanks', role: 'status', tabindex: -1, part: 'thanks' });
		holder.replaceChildren(thanks);
		// Put in afterwards, so that a screen reader notices the change.
		thanks.textContent = text;
		thanks.focus();
	}

	/** Waits for the time that distinguishes people from programs, and takes a new token, once, when the first is spent. */
	async function post(view) {
		const { definition, address, form } = view;
		// What is missing is shown at once.
		if (![...form.elements].some(({ validity }) => validity.valueMissing))
			await new Promise((resolve) =>
				setTimeout(resolve, view.shownAt + definition.wait_ms - Date.now()),
			);
		const data = new FormData(form);
		const entered = [...new Set(data.keys())].map((name) => [name, data.getAll(name)]);
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				...visit,
				...Object.fromEntries(entered),
				[definition.inputs.token]: definition.token,
			}),
		});
		const answer = await response.json();
		if (!/^form_(sent_already|out_of_date)$/.test(answer.code) || view.isRenewed) return answer;
		view.isRenewed = true;
		const renewed = await fetch(`${address}/form.json`, { cache: 'no-store' });
		definition.token = (await renewed.json()).token;
		view.shownAt = Date.now();
		return post(view);
	}

	/** Where the visit came from, by the first page that has this script: kept for the tab, if the browser lets us. */
	function visitSoFar() {
		const now = {
			...Object.fromEntries(
				[...new URLSearchParams(location.search)].filter(([name]) => /^utm_/.test(name)),
			),
			referrer: document.referrer,
			landing_page: location.origin + location.pathname,
		};
		try {
			const first = sessionStorage.getItem(FIRST_PAGE);
			// A campaign may lead back to a visit that began without one.
			const visit = { ...(/"utm_/.test(first) ? {} : now), ...JSON.parse(first) };
			sessionStorage.setItem(FIRST_PAGE, JSON.stringify(visit));
			return visit;
		} catch {
			// Without storage each page knows itself only.
			return now;
		}
	}

	/** Says at each answer what is wrong with it and goes to the first; returns whether there was one. */
	function showFaults(asked, faults) {
		const wrong = asked.filter(({ name, id, help, box, control, rest }) => {
			box.querySelector('.invalid')?.remove();
			const [, detail] = faults.find(([of]) => of === name) ?? [];
			const described = [help && `${id}-help`, detail && `${id}-fault`].filter(Boolean).join(' ');
			control.toggleAttribute('aria-describedby', described !== '');
			if (described) control.setAttribute('aria-describedby', described);
			// A group cannot be invalid for screen readers, only described as wrong.
			if (control !== box) control.ariaInvalid = detail ? 'true' : null;
			if (detail) {
				const text = element('p', { class: 'invalid', id: `${id}-fault`, part: 'fault' }, detail);
				box.insertBefore(text, rest);
			}
			return detail;
		});
		wrong[0]?.box.querySelector('input, select, textarea').focus();
		return wrong.length > 0;
	}

	/** Returns a question's box, its control, and what its fault stands before. */
	function ask(question) {
		const { name, help, control: kind, required } = question;
		const id = `f-${name}`;
		const label = [
			question.label,
			!required && element('span', { class: 'optional' }, ' (optional)'),
		];
		const helpText = help && element('p', { class: 'help', id: `${id}-help` }, help);
		const attributes = {
			id,
			name,
			required,
			part: 'input',
			'aria-describedby': help && `${id}-help`,
		};
		const asked = { name, id, help };
		if (kind === 'yes_or_no') {
			const control = element('input', { ...attributes, type: 'checkbox', value: 'yes' });
			const line = element('label', { class: 'choice' }, control, element('span', {}, ...label));
			return {
				...asked,
				control,
				rest: null,
				box: element('div', { class: 'question' }, line, helpText),
			};
		}
		if (kind === 'some_of') {
			const choices = question.options.map((value) =>
				element(
					'label',
					{ class: 'choice' },
					element('input', { type: 'checkbox', name, value }),
					element('span', {}, value),
				),
			);
			const legend = element('legend', {}, ...label);
			const described = { class: 'question', 'aria-describedby': attributes['aria-describedby'] };
			const box = element('fieldset', described, legend, helpText, ...choices);
			return { ...asked, control: box, rest: choices[0] ?? null, box };
		}
		const control = (controls[kind] ?? line)(question, attributes);
		const caption = element('label', { for: id }, ...label);
		const box = element('div', { class: 'question' }, caption, helpText, control);
		return { ...asked, control, rest: control, box };
	}

	function consentQuestion(label, name) {
		return { name, label, help: '', control: 'yes_or_no', required: true };
	}

	const controls = {
		one_of: ({ options, placeholder }, attributes) =>
			element(
				'select',
				attributes,
				element('option', { value: '' }, placeholder || 'Choose …'),
				...options.map((option) => element('option', { value: option }, option)),
			),
		lines: ({ placeholder }, attributes) =>
			element('textarea', { ...attributes, placeholder, dir: 'auto', rows: 5 }),
	};

	function line({ type, input, keys, placeholder, autocomplete }, attributes) {
		const more = {
			type: input,
			placeholder,
			dir: type === 'text' && 'auto',
			autocomplete,
			inputmode: keys,
			autocapitalize: keys === 'email' && 'off',
		};
		return element('input', { ...attributes, ...more });
	}

	/** Makes an element; what it says is put in as text, never as markup. */
	function element(name, attributes = {}, ...children) {
		const made = document.createElement(name);
		for (const [key, value] of Object.entries(attributes)) {
			if (value === true) made.setAttribute(key, '');
			else if (value || value === 0 || key === 'value') made.setAttribute(key, value);
		}
		made.append(...children.filter((child) => child || child === 0));
		return made;
	}
})();
