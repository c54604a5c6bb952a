// What the board gains with JavaScript: dragging, and a deal's menu above the board.
'use strict';

const board = document.querySelector('.board');
const dialog = document.querySelector('#act');
let dragged;

// Cards come and go, so the whole board listens.
if (board) {
	board.addEventListener('pointerdown', ({ target }) => {
		const card = target.closest('.deal');
		if (card) card.draggable = true;
	});
	board.addEventListener('dragstart', (event) => {
		dragged = event.target.closest('.deal');
		if (!dragged) return;
		// A link inside would be dragged as an address.
		event.dataTransfer.setData('text/plain', dragged.querySelector('.name').textContent);
		event.dataTransfer.effectAllowed = 'move';
		dragged.classList.add('dragged');
	});
	board.addEventListener('dragover', (event) => {
		const column = event.target.closest('.column');
		if (!dragged || !column) return;
		event.preventDefault();
		mark(column);
	});
	board.addEventListener('dragend', () => {
		dragged?.classList.remove('dragged');
		dragged = undefined;
		mark(undefined);
	});
	board.addEventListener('drop', (event) => {
		const column = event.target.closest('.column');
		if (!dragged || !column) return;
		event.preventDefault();
		if (column.dataset.stage !== dragged.dataset.stage) void moveCard(dragged, column);
	});
	board.addEventListener('click', (event) => {
		const link = event.target.closest('.menu');
		if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		void openMenu(link);
	});
	dialog.addEventListener('submit', (event) => {
		if (event.target.method !== 'post') return;
		event.preventDefault();
		void sendFromMenu(event.target);
	});
	// The button behind the list of cards is gone once it has done its work: the first new card takes its place.
	board.addEventListener('htmx:beforeSwap', ({ detail }) => {
		const more = detail.target;
		if (!more.contains(document.activeElement)) return;
		const previous = more.previousElementSibling;
		board.addEventListener('htmx:afterSettle', () => nameOf(previous.nextElementSibling)?.focus(), {
			once: true,
		});
	});
}

function mark(column) {
	for (const each of board.querySelectorAll('.column')) {
		each.classList.toggle('target', each === column);
	}
}

// The card is moved at once and put back when the service refuses.
async function moveCard(card, column) {
	const place = { list: card.parentElement, next: card.nextElementSibling };
	column.querySelector('.cards').prepend(card);
	const values = {
		stage_id: column.dataset.stage,
		back: board.dataset.back,
		_token: board.dataset.token,
		_workspace: board.dataset.workspace,
	};
	if (await send(`/deals/${card.id}/move`, values)) return;
	place.list.insertBefore(card, place.next);
}

async function openMenu(link) {
	const back = encodeURIComponent(board.dataset.back);
	const answer = await ask(`${link.getAttribute('href')}?back=${back}`);
	if (!answer) return;
	dialog.innerHTML = answer;
	dialog.showModal();
}

async function sendFromMenu(form) {
	const id = new URL(form.action).pathname.split('/')[2];
	const neighbour = document.getElementById(id)?.nextElementSibling;
	const isDone = await send(form.action, new FormData(form));
	dialog.close();
	if (isDone) nameOf(document.getElementById(id) ?? neighbour)?.focus();
}

// Sends a form and puts each piece of the answer in the place of the one with its id.
async function send(address, values) {
	const answer = await ask(address, { method: 'POST', body: new URLSearchParams(values) });
	if (answer === undefined) return false;
	const pieces = document.createElement('template');
	pieces.innerHTML = answer;
	for (const piece of [...pieces.content.children]) replace(piece);
	return true;
}

function replace(piece) {
	const old = document.getElementById(piece.id);
	if ('gone' in piece.dataset) {
		old?.remove();
	} else if (piece.classList.contains('deal')) {
		const list = document.getElementById(`cards-${piece.dataset.stage}`);
		if (old?.parentElement === list) {
			old.replaceWith(piece);
		} else {
			old?.remove();
			list.prepend(piece);
		}
	} else {
		old?.replaceWith(piece);
		if (piece.id === 'said') say(piece);
	}
}

// A region is read aloud when its content changes, not when it comes with it.
function say(region) {
	const content = [...region.childNodes];
	region.replaceChildren();
	requestAnimationFrame(() => region.replaceChildren(...content));
	clearTimeout(say.timer);
	say.timer = setTimeout(() => region.replaceChildren(), 12_000);
}

async function ask(address, options = {}) {
	try {
		const headers = { 'hx-request': 'true' };
		const answer = await fetch(address, { ...options, headers });
		if (answer.headers.has('hx-redirect')) location.assign(answer.headers.get('hx-redirect'));
		if (answer.ok) return await answer.text();
		fail(await answer.text());
	} catch {
		fail('');
	}
}

function fail(answer) {
	const page = new DOMParser().parseFromString(answer, 'text/html');
	const reason = page.querySelector('#said, main p')?.textContent;
	const region = document.querySelector('#said');
	region.classList.add('fault');
	region.textContent = reason ?? 'The service cannot be reached. Nothing was changed; try again.';
	say(region);
}

function nameOf(card) {
	return card?.querySelector('.name, a');
}
