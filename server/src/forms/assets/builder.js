// What the builder of lead forms gains with JavaScript: fields move without a reload, also by dragging.
'use strict';

{
	const builder = document.querySelector('#builder');
	const list = builder.querySelector('.form-fields');

	builder.addEventListener('click', (event) => {
		const button = event.target.closest('button[value^="up:"], button[value^="down:"]');
		if (!button) return;
		event.preventDefault();
		const row = button.closest('.form-field');
		if (button.value.startsWith('up:')) row.previousElementSibling?.before(row);
		else row.nextElementSibling?.after(row);
		button.focus();
		moved(row);
	});

	// Another stage may be of another pipeline, with other custom fields.
	builder.addEventListener('change', (event) => {
		if (!event.target.matches('[data-refresh]')) return;
		builder.requestSubmit(builder.querySelector('[value="refresh"]'));
	});

	let dragged;
	list.addEventListener('pointerdown', (event) => {
		if (event.target.closest('.grip')) event.target.closest('.form-field').draggable = true;
	});
	list.addEventListener('pointerup', letGo);
	list.addEventListener('dragstart', (event) => {
		dragged = event.target.closest('.form-field');
		dragged.classList.add('dragged');
		event.dataTransfer.effectAllowed = 'move';
		event.dataTransfer.setData('text/plain', '');
	});
	list.addEventListener('dragover', (event) => {
		if (!dragged) return;
		event.preventDefault();
		const over = event.target.closest('.form-field');
		if (!over || over === dragged) return;
		const { top, height } = over.getBoundingClientRect();
		if (event.clientY < top + height / 2) over.before(dragged);
		else over.after(dragged);
	});
	list.addEventListener('drop', (event) => event.preventDefault());
	list.addEventListener('dragend', () => {
		const row = dragged;
		letGo();
		moved(row);
	});

	function letGo() {
		for (const row of list.children) {
			row.draggable = false;
			row.classList.remove('dragged');
		}
		dragged = undefined;
	}

	function moved(row) {
		const rows = [...list.children];
		const place = `${rows.indexOf(row) + 1} of ${rows.length}`;
		document.querySelector('#moved').textContent =
			`${row.querySelector('h3').textContent}: now ${place}`;
		builder.dispatchEvent(new Event('change', { bubbles: true }));
	}
}
