import ts from 'typescript';
import { expect, it } from 'vitest';
import { applyEdits } from '../../server/src/core/fix';
import { addImport, type WantedImport } from '../../server/src/service/fixes/imports';

const tools = {
  edit: (range: { readonly start: number; readonly end: number }, newText: string) => ({ uri: '', range, newText }),
};
const byDefault: WantedImport = { module: 'p-timeout', name: undefined, local: 'pTimeout' };
const byName: WantedImport = { module: 'p-retry', name: 'AbortError', local: 'AbortError' };

/** The file with the import; undefined where it cannot be had. */
function withImport(text: string, wanted: WantedImport, name = 'a.ts'): string | undefined {
  const added = addImport(tools, wanted, ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return added && applyEdits(text, added.edits);
}

it('keeps quotes, semicolons and the order of packages', () => {
  expect(withImport("import a from 'axios';\nimport z from 'zod';\nimport { b } from './b.js';\n", byDefault)).toBe(
    "import a from 'axios';\nimport pTimeout from 'p-timeout';\nimport z from 'zod';\nimport { b } from './b.js';\n",
  );
  expect(withImport('import z from "zod"\nimport a from "axios"\n', byDefault)).toBe(
    'import z from "zod"\nimport a from "axios"\nimport pTimeout from "p-timeout"\n',
  );
  expect(withImport("import z from 'zod';\r\n", byDefault)).toBe(
    "import pTimeout from 'p-timeout';\r\nimport z from 'zod';\r\n",
  );
  expect(withImport("import fs from 'node:fs';\nimport { b } from './b';\n", byDefault)).toBe(
    "import fs from 'node:fs';\nimport pTimeout from 'p-timeout';\nimport { b } from './b';\n",
  );
});

it('joins an import that is there', () => {
  expect(withImport("import pRetry from 'p-retry';\n", byName)).toBe("import pRetry, { AbortError } from 'p-retry';\n");
  expect(withImport("import { makeRetriable } from 'p-retry';\n", byName)).toBe(
    "import { AbortError, makeRetriable } from 'p-retry';\n",
  );
  expect(withImport("import {\n  type Options,\n} from 'p-retry';\n", byName)).toBe(
    "import {\n  AbortError,\n  type Options,\n} from 'p-retry';\n",
  );
  expect(withImport("import {} from 'p-retry';\n", byName)).toBe("import { AbortError } from 'p-retry';\n");
  expect(withImport("import { TimeoutError } from 'p-timeout';\n", byDefault)).toBe(
    "import pTimeout, { TimeoutError } from 'p-timeout';\n",
  );
  expect(withImport("import type { Options } from 'p-retry';\n", byName)).toBe(
    "import type { Options } from 'p-retry';\nimport { AbortError } from 'p-retry';\n",
  );
});

it('uses what is there already, under its own name', () => {
  const file = ts.createSourceFile('a.ts', "import within from 'p-timeout';\n", ts.ScriptTarget.Latest, true);
  expect(addImport(tools, byDefault, file)).toEqual({ local: 'within', edits: [] });
  const required = ts.createSourceFile('a.js', "const late = require('p-timeout');\n", ts.ScriptTarget.Latest, true);
  expect(addImport(tools, byDefault, required)).toEqual({ local: 'late', edits: [] });
});

it('requires where the file does', () => {
  expect(
    withImport("'use strict';\nconst axios = require('axios');\n\nmodule.exports = axios;\n", byDefault, 'a.js'),
  ).toBe(
    "'use strict';\nconst axios = require('axios');\nconst pTimeout = require('p-timeout');\n\nmodule.exports = axios;\n",
  );
  expect(withImport("const axios = require('axios');\n", { ...byName, local: 'Stop' }, 'a.js')).toBe(
    "const axios = require('axios');\nconst { AbortError: Stop } = require('p-retry');\n",
  );
});

it('starts a file below its head', () => {
  expect(withImport('#!/usr/bin/env node\nfoo();\n', byDefault)).toBe(
    "#!/usr/bin/env node\nimport pTimeout from 'p-timeout';\n\nfoo();\n",
  );
  expect(withImport('// Copyright\n\n/** Does it. */\nfoo();\n', byDefault)).toBe(
    "// Copyright\n\nimport pTimeout from 'p-timeout';\n\n/** Does it. */\nfoo();\n",
  );
});

it('gives up where the name is taken', () => {
  expect(withImport('function pTimeout() {}\n', byDefault)).toBeUndefined();
  expect(withImport('foo.pTimeout({ pTimeout: 1 });\n', byDefault)).toBeDefined();
});
