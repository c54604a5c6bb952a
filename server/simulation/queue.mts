/** Whoever a task belongs to: a task of the dead is never run, one of the stalled later. */
export type Owner = { readonly name: string; alive: boolean; stalledUntil: number };

/** Something that happens at a virtual time, in milliseconds. */
export type Task = {
	at: number;
	/** Decides by chance between tasks of the same time. */
	tie: number;
	owner: Owner | undefined;
	run: () => void;
	isOff: boolean;
};

/** Returns whether a task comes before another one. */
export function isBefore(a: Task, b: Task): boolean {
	return a.at < b.at || (a.at === b.at && a.tie < b.tie);
}

/** Tasks in the order of their time (a binary heap). */
export class TaskQueue {
	readonly #list: Task[] = [];

	push(task: Task): void {
		const list = this.#list;
		let index = list.push(task) - 1;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (!isBefore(list[index] as Task, list[parent] as Task)) break;
			this.#swap(index, parent);
			index = parent;
		}
	}

	/** Returns the first task that is still to be run, without taking it. */
	peek(): Task | undefined {
		for (let [task] = this.#list; task && isOver(task); [task] = this.#list) this.pop();
		return this.#list[0];
	}

	pop(): Task | undefined {
		const list = this.#list;
		const [first] = list;
		const last = list.pop();
		if (last === undefined || list.length === 0) return first;
		list[0] = last;
		let index = 0;
		for (;;) {
			let least = index;
			for (const child of [2 * index + 1, 2 * index + 2])
				if (child < list.length && isBefore(list[child] as Task, list[least] as Task))
					least = child;
			if (least === index) return first;
			this.#swap(index, least);
			index = least;
		}
	}

	#swap(one: number, other: number): void {
		const list = this.#list;
		[list[one], list[other]] = [list[other] as Task, list[one] as Task];
	}
}

function isOver({ isOff, owner }: Task): boolean {
	return isOff || (owner !== undefined && !owner.alive);
}
