export { default } from '../server/eslint.config.mjs';
