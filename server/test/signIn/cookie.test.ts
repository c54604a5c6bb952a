import { afterEach, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';

const password = 'Lovelace-1815';
let fluid: FluidFixture;

afterEach(() => fluid.stop());

async function cookieOf(env: Record<string, string>, headers = {}): Promise<string> {
	fluid = await startFluid({ FLUID_ADMIN_PASSWORD: password, ...env });
	const answer = await fetch(`${fluid.url}/sign-in`, {
		method: 'POST',
		body: new URLSearchParams({ password }),
		headers,
		redirect: 'manual',
	});
	expect(answer.status).toBe(303);
	return answer.headers.get('set-cookie') ?? '';
}

test('the cookie of a service behind https goes over https only', async () => {
	const cookie = await cookieOf({ PUBLIC_URL: 'https://fluid.example.com' });
	expect(cookie).toMatch(/; Secure(;|$)/);
	expect(cookie).toMatch(/; HttpOnly(;|$)/);
	expect(cookie).toMatch(/; SameSite=Lax(;|$)/);
});

test('the cookie of a service that a proxy brings to https goes over https only', async () => {
	expect(await cookieOf({}, { 'x-forwarded-proto': 'https' })).toMatch(/; Secure(;|$)/);
});

test('a stranger who says that he came by https is not believed', async () => {
	const proxies = { FLUID_TRUSTED_PROXIES: '203.0.113.7, 172.18.0.0/16' };
	expect(await cookieOf(proxies, { 'x-forwarded-proto': 'https' })).not.toContain('Secure');
});

test('the cookie of a service without https can be kept at all', async () => {
	expect(await cookieOf({})).not.toContain('Secure');
});

test('a password that another site sends is not even looked at', async () => {
	fluid = await startFluid({ FLUID_ADMIN_PASSWORD: password });
	const answer = await fetch(`${fluid.url}/sign-in`, {
		method: 'POST',
		body: new URLSearchParams({ password }),
		headers: { origin: 'https://elsewhere.example' },
		redirect: 'manual',
	});
	expect(answer.status).toBe(403);
	expect(answer.headers.get('set-cookie')).toBeNull();
});

test('a password that comes twice is a wrong one, and a next page that comes twice is none', async () => {
	fluid = await startFluid({ FLUID_ADMIN_PASSWORD: password });
	const twice = new URLSearchParams([
		['password', password],
		['password', password],
	]);
	const refused = await fetch(`${fluid.url}/sign-in`, { method: 'POST', body: twice });
	expect(refused.status).toBe(401);

	const pages = new URLSearchParams({ password });
	pages.append('next', '/settings');
	pages.append('next', '/deals');
	const entered = await fetch(`${fluid.url}/sign-in`, {
		method: 'POST',
		body: pages,
		redirect: 'manual',
	});
	expect([entered.status, entered.headers.get('location')]).toEqual([303, '/deals']);
	expect((await fetch(`${fluid.url}/sign-in?next=/a&next=/b`)).status).toBe(200);
});
