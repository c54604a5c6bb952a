// What pages gain with JavaScript; each of them works without it.
'use strict';

const actions = {
	// <button data-copy="#key">: copies the text of that element.
	copy: async (button) => {
		const source = document.querySelector(button.dataset.copy);
		await copyText(source);
		const label = button.innerHTML;
		button.textContent = 'Copied';
		say('Copied');
		setTimeout(() => (button.innerHTML = label), 2000);
	},
};

// A page that is served without https has no clipboard but the old command's.
async function copyText(source) {
	const text = source.value ?? source.textContent;
	if (navigator.clipboard) return navigator.clipboard.writeText(text);
	getSelection().selectAllChildren(source);
	document.execCommand('copy');
	getSelection().removeAllRanges();
}

// Tells a screen reader what the eye has seen.
function say(text) {
	document.querySelector('[data-said]').textContent = text;
}

document.addEventListener('click', (event) => {
	const button = event.target.closest('[data-copy]');
	if (button) void actions.copy(button);
});

// <select data-submit-on-change>: its form needs no button then.
document.addEventListener('change', (event) => {
	if (event.target.matches('[data-submit-on-change]')) event.target.form.requestSubmit();
});

// A form that is on its way is not sent again by a second click.
const sent = new Set();

document.addEventListener('submit', (event) => {
	const form = event.target;
	if (event.defaultPrevented || form.method !== 'post') return;
	if (sent.has(form)) event.preventDefault();
	sent.add(form);
});

// Back to a page that the browser has kept: its forms are for use again.
addEventListener('pageshow', () => sent.clear());

document.documentElement.classList.add('with-script');
