// Lints a folder with the rules of typescript-eslint that need types, as a process of its own: `node typescriptEslint.mjs FOLDER`.
// Prints how many findings there were and the most memory that was resident, in MB.
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const [folder] = process.argv.slice(2);
const rules = [
  'no-floating-promises',
  'no-misused-promises',
  'only-throw-error',
  'return-await',
  'use-unknown-in-catch-callback-variable',
  'prefer-promise-reject-errors',
];
const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { project: './tsconfig.json', tsconfigRootDir: folder },
      },
      plugins: { '@typescript-eslint': tseslint.plugin },
      rules: Object.fromEntries(rules.map((rule) => [`@typescript-eslint/${rule}`, 'error'])),
    },
  ],
});
const results = await eslint.lintFiles(['src/**/*.ts']);
const findings = results.reduce((sum, { messages }) => sum + messages.length, 0);
const fatal = results.flatMap(({ messages }) => messages.filter((each) => each.fatal));
if (fatal.length > 0) throw new Error(fatal[0].message);
console.log(JSON.stringify({ files: results.length, findings, memoryMb: process.resourceUsage().maxRSS / 1024 }));
