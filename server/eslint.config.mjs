import { defineConfig } from 'eslint/config';
import { configs } from 'typescript-eslint';

export default defineConfig(
	{ ignores: ['**/dist/**'] },
	{
		files: ['**/*.ts'],
		extends: [configs.recommended],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
			'@typescript-eslint/only-throw-error': 'error',
			eqeqeq: 'error',
		},
	},
);
