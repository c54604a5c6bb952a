import { formTo } from './form';
import { html, type Html } from '../../html/html';
import type { PageContext } from './pageContext';

/** A thing in a list that has an order. */
export type Placed = {
	/** Where its new position is sent. */
	action: string;
	id: string;
	/** How it is called for somebody who cannot see the list. */
	name: string;
	/** Its position from 1 on, and how many there are. */
	position: number;
	count: number;
};

/** The button that was pressed last, to stay there: the thing's id and the way. */
export type Pressed = { id?: string; way?: string };

/**
 * Returns the buttons that move a thing up and down in its list. With JavaScript it can be dragged as well: its list
 * item has `data-sorted`, and the form in it is sent with the new position.
 */
export function positionButtons(pageContext: PageContext, placed: Placed, pressed: Pressed): Html {
	const { action, id, name, position, count } = placed;
	if (count < 2) return html``;
	const button = (way: 'up' | 'down', to: number) => {
		const isPossible = to >= 1 && to <= count;
		// At the end of the list only the other way is left.
		const isAtEnd = position === 1 || position === count;
		const isFocused =
			isPossible && pressed.id === id && (pressed.way === way || (pressed.way && isAtEnd));
		return html`<button
			class="quiet icon"
			formaction="${action}?way=${way}"
			name="position"
			value="${to}"
			${!isPossible && html` disabled`}${isFocused && html` autofocus`}
		>
			<span aria-hidden="true">${way === 'up' ? '↑' : '↓'}</span
			><span class="hidden">Move ${name} ${way}</span>
		</button>`;
	};
	return formTo(pageContext, action, [button('up', position - 1), button('down', position + 1)], {
		className: 'position',
	});
}

/**
 * Returns the address of a list to go back to. After a move the button that was pressed has the focus, so that it can
 * be pressed again; a fragment would keep the browser from that (HTML, "flush autofocus candidates").
 */
export function listAddress(
	path: string,
	{ about, way }: { about?: string; way?: string | undefined },
): string {
	if (!about) return path;
	if (!way) return `${path}#${about}`;
	return `${path}${path.includes('?') ? '&' : '?'}moved=${about}&way=${way}`;
}
