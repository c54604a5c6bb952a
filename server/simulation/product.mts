import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import ts from 'typescript';

/** A change of a source text: what stands there once, and what stands there instead. */
export type Patch = { file: string; from: string; to: string };

/** What a module takes for the globals of its process. */
export type Globals = Record<(typeof GLOBALS)[number], unknown>;

/** Returns what a module of the service exports, by its path below `server/src` without the ending. */
export type LoadModule = (path: string) => any;

const GLOBALS = [
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval',
	'setImmediate',
	'clearImmediate',
	'performance',
	'Date',
	'Math',
	'AbortSignal',
	'planted',
] as const;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVICE = 'server/src/';

/** What these do depends on their arguments alone, so that all processes share one. */
const SHARED = /^(contract\/|server\/src\/(problems\/|values\/(?!ids|clock)|timing\/lazy|html\/))/;

const options: ts.CompilerOptions = {
	module: ts.ModuleKind.CommonJS,
	target: ts.ScriptTarget.ES2024,
	esModuleInterop: true,
};

type Module = { exports: unknown };
type Compiled = (...given: unknown[]) => void;

/** The source of the service, as it is or with a fault planted: each simulated process loads it anew, as a closure. */
export class Product {
	readonly #patches: Patch[];
	readonly #compiled: Map<string, Compiled>;
	static readonly #unchanged = new Map<string, Compiled>();
	static readonly #shared = new Map<string, Module>();

	constructor(patches: Patch[] = []) {
		this.#patches = patches;
		this.#compiled = new Map();
	}

	/**
	 * Returns what loads modules of the service for one process.
	 *
	 * @param played modules that are played, by their name, or their path below `server/src`
	 */
	instance(globals: Globals, played: Record<string, unknown>): LoadModule {
		const loaded = new Map<string, Module>();
		return (path) => this.#load(`${SERVICE}${path}.ts`, loaded, globals, played);
	}

	/** Returns a module that all processes share, by its path below the root without the ending. */
	static shared<T>(path: string): T {
		return new Product().#load(`${path}.ts`, Product.#shared, global, {}) as T;
	}

	#load(
		file: string,
		loaded: Map<string, Module>,
		globals: Record<string, unknown>,
		played: Record<string, unknown>,
	): unknown {
		if (SHARED.test(file) && loaded !== Product.#shared && !this.#isPatched(file))
			return this.#load(file, Product.#shared, global, {});
		const known = loaded.get(file);
		if (known) return known.exports;
		const module: Module = { exports: {} };
		loaded.set(file, module);
		const here = dirname(join(ROOT, file));
		const external = createRequire(join(ROOT, file));
		const require = (name: string) => {
			if (name in played) return played[name];
			if (!name.startsWith('.')) return external(name);
			const wanted = relative(ROOT, resolve(here, name)).replaceAll('\\', '/');
			if (wanted.endsWith('.json')) return external(name);
			const instead = played[wanted.slice(SERVICE.length)];
			return instead ?? this.#load(sourceOf(wanted), loaded, globals, played);
		};
		const own = GLOBALS.map((name) => globals[name]);
		this.#compile(file)(module.exports, require, module, join(ROOT, file), here, ...own);
		return module.exports;
	}

	#isPatched(file: string): boolean {
		return this.#patches.some((patch) => `${SERVICE}${patch.file}` === file);
	}

	#compile(file: string): Compiled {
		const texts = this.#isPatched(file) ? this.#compiled : Product.#unchanged;
		const known = texts.get(file);
		if (known) return known;
		const source = this.#patched(file, readFileSync(join(ROOT, file), 'utf8'));
		const outputText = transpiled(file, source);
		const parameters = ['exports', 'require', 'module', '__filename', '__dirname', ...GLOBALS];
		const compiled = compileFunction(outputText, parameters, { filename: join(ROOT, file) });
		texts.set(file, compiled as Compiled);
		return compiled as Compiled;
	}

	#patched(file: string, source: string): string {
		let text = source;
		for (const { from, to } of this.#patches.filter((one) => `${SERVICE}${one.file}` === file)) {
			if (text.split(from).length !== 2)
				throw new Error(`Not once in ${file}, so no fault can be planted there: ${from}`);
			text = text.replace(from, () => to);
		}
		return text;
	}
}

function transpiled(fileName: string, source: string): string {
	return ts.transpileModule(source, { compilerOptions: options, fileName }).outputText;
}

const sources = new Map<string, string>();

function sourceOf(path: string): string {
	const known = sources.get(path);
	if (known !== undefined) return known;
	const found = existsSync(join(ROOT, `${path}.ts`)) ? `${path}.ts` : `${path}/index.ts`;
	sources.set(path, found);
	return found;
}
