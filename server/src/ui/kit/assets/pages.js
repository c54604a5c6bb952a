// What pages gain with JavaScript; each of them works without it.
'use strict';

// <button data-copy="#key">: copies the text of that element.
async function copy(button) {
	const source = document.querySelector(button.dataset.copy);
	const said = (await isCopied(source)) ? 'Copied' : 'Selected: press Ctrl+C or ⌘C';
	button.dataset.label ??= button.innerHTML;
	button.textContent = said;
	say(said);
	clearTimeout(copy.timer);
	copy.timer = setTimeout(() => (button.innerHTML = button.dataset.label), 4000);
}

// A page that is served without https has no clipboard but the old command's, and a browser may refuse either.
async function isCopied(source) {
	try {
		await navigator.clipboard.writeText(source.value ?? source.textContent);
		return true;
	} catch {
		if (source.select) source.select();
		else getSelection().selectAllChildren(source);
		const isDone = document.execCommand('copy');
		if (isDone) getSelection().removeAllRanges();
		return isDone;
	}
}

// Has a screen reader read out what others see.
function say(text) {
	document.querySelector('[data-said]').textContent = text;
}

document.addEventListener('click', (event) => {
	const button = event.target.closest('[data-copy]');
	if (button) void copy(button);
});

// <select data-submit-on-change>: a choice by mouse or finger needs no button. The arrow keys choose each entry they
// pass, so by keyboard it is the button, or Enter, that sends.
let isByKey = false;
document.addEventListener('pointerdown', () => (isByKey = false));
document.addEventListener('keydown', (event) => {
	isByKey = true;
	if (event.key === 'Enter' && event.target.matches('[data-submit-on-change]')) {
		event.preventDefault();
		event.target.form.requestSubmit();
	}
});
document.addEventListener('change', (event) => {
	if (!isByKey && event.target.matches('[data-submit-on-change]'))
		event.target.form.requestSubmit();
});

// A form that was refused begins where it has to be corrected.
document.querySelector('main [aria-invalid="true"]')?.focus();

// <select data-shows-options>: the options are asked for where there are any.
for (const select of document.querySelectorAll('[data-shows-options]')) {
	const options = select.form.querySelector('[name="options"]').closest('.field');
	const update = () => (options.hidden = !('hasOptions' in select.selectedOptions[0].dataset));
	select.addEventListener('change', update);
	update();
}

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
