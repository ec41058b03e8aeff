import { runLanguageServer } from './lsp/main';

runLanguageServer(process.argv.slice(2));
