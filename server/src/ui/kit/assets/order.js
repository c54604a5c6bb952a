// Lists with an order: an item that is dropped sends its own form with the new position.
'use strict';

let before;

for (const item of document.querySelectorAll('[data-sorted]')) {
	item.draggable = true;
	item.addEventListener('dragstart', (event) => {
		before = [...item.parentElement.children];
		event.dataTransfer.setData('text/plain', item.id);
		event.dataTransfer.effectAllowed = 'move';
		item.classList.add('dragged');
	});
	// Let go somewhere else, it goes back to its place.
	item.addEventListener('dragend', () => {
		item.classList.remove('dragged');
		if (before) item.parentElement.append(...before);
		before = undefined;
	});
	item.addEventListener('dragover', (event) => {
		const moving = item.parentElement.querySelector('.dragged');
		if (!moving) return;
		event.preventDefault();
		const { top, height } = item.getBoundingClientRect();
		if (moving !== item) item[event.clientY < top + height / 2 ? 'before' : 'after'](moving);
	});
	item.addEventListener('drop', (event) => {
		event.preventDefault();
		before = undefined;
		const moved = item.parentElement.querySelector('.dragged');
		const form = moved?.querySelector('form.position');
		if (!form) return;
		const position = document.createElement('input');
		position.type = 'hidden';
		position.name = 'position';
		position.value = [...moved.parentElement.children].indexOf(moved) + 1;
		form.append(position);
		form.submit();
	});
}
