import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRandom } from './statistics';

type Random = () => number;

function pick<T>(random: Random, of: readonly T[]): T {
  const [first] = of;
  const found = of[Math.floor(random() * of.length)] ?? first;
  if (found === undefined) throw new Error('Nothing to pick from.');
  return found;
}

const entities = ['Order', 'Invoice', 'Customer', 'Shipment', 'Payment', 'Product', 'Refund', 'Voucher'] as const;
const verbs = ['load', 'find', 'sync', 'publish', 'cancel', 'archive'] as const;

/** A client that others import: sometimes bounded, sometimes not. */
function client(i: number, random: Random): string {
  const timeout = random() < 0.5 ? `, timeout: ${1000 + i}` : '';
  const bodies = [
    `import axios from 'axios';\n\nexport const http${i} = axios.create({ baseURL: 'https://backend${i}.test'${timeout} });\n\nexport function send${i}(path: string): Promise<{ data: unknown }> {\n  return http${i}.get(path);\n}\n`,
    `import got from 'got';\n\nexport const http${i} = got.extend({ prefixUrl: 'https://backend${i}.test', retry: { limit: ${i % 4} } });\n\nexport async function send${i}(path: string): Promise<{ data: unknown }> {\n  return { data: await http${i}.get(path).json() };\n}\n`,
    `import { Redis } from 'ioredis';\n\nexport const redis${i} = new Redis('redis://cache${i}.test'${timeout === '' ? '' : ', { commandTimeout: 500 }'});\n\nexport async function send${i}(path: string): Promise<{ data: unknown }> {\n  return { data: await redis${i}.get(path) };\n}\n`,
    `import { Pool } from 'pg';\n\nexport const pool${i} = new Pool({ host: 'db${i}.test'${timeout === '' ? '' : ', query_timeout: 2000'} });\n\nexport async function send${i}(path: string): Promise<{ data: unknown }> {\n  const { rows } = await pool${i}.query('SELECT * FROM things WHERE path = $1', [path]);\n  return { data: rows };\n}\n`,
  ];
  return bodies[i % bodies.length] ?? '';
}

/** Plain code, as most of a repository is: types and functions that call nobody. */
function model(i: number, random: Random): string {
  const entity = pick(random, entities);
  const fields = Array.from(
    { length: 6 },
    (_, k) => `  readonly field${k}: ${pick(random, ['string', 'number', 'boolean', 'readonly string[]'])};`,
  );
  const functions = Array.from(
    { length: 5 },
    (_, k) =>
      `export function describe${i}x${k}(value: ${entity}${i}): string {\n  const parts: string[] = [];\n  for (const [name, each] of Object.entries(value)) {\n    if (typeof each === 'string' && each.length > ${k}) parts.push(\`\${name}: \${each}\`);\n    else parts.push(name.toUpperCase());\n  }\n  return parts.sort((a, b) => a.localeCompare(b)).join(', ');\n}\n`,
  );
  return `export interface ${entity}${i} {\n${fields.join('\n')}\n}\n\n${functions.join('\n')}`;
}

/** Code that calls the clients, with errors caught well and badly, retries and loops. */
function service(i: number, clients: number, random: Random): string {
  const used = [...new Set([1, 2, 3].map(() => Math.floor(random() * clients)))];
  const imports = used.map((k) => `import { send${k} } from '../clients/client${k}';`).join('\n');
  const methods = verbs.slice(0, 4).map((verb, k) => {
    const send = `send${pick(random, used)}`;
    const name = `${verb}${pick(random, entities)}${i}x${k}`;
    const bodies = [
      `    const { data } = await ${send}(\`/\${id}\`);\n    return JSON.stringify(data);`,
      `    try {\n      const { data } = await ${send}(id);\n      return String(data);\n    } catch (error) {\n      console.error(error);\n      return '';\n    }`,
      `    for (let attempt = 0; attempt < 3; attempt++) {\n      try {\n        return String((await ${send}(id)).data);\n      } catch {\n        await new Promise((resolve) => setTimeout(resolve, 100 * attempt));\n      }\n    }\n    throw new Error(\`\${id} failed\`);`,
      `    const response = await fetch(\`https://other.test/\${id}\`${random() < 0.5 ? ', { signal: AbortSignal.timeout(2000) }' : ''});\n    if (!response.ok) throw new Error(response.statusText);\n    return await response.text();`,
      `    const all = await Promise.all([${send}(id), ${send}(\`\${id}/more\`)]);\n    return all.map(({ data }) => String(data)).join(', ');`,
    ];
    return `  async ${name}(id: string): Promise<string> {\n${pick(random, bodies)}\n  }`;
  });
  return `${imports}\n\nexport class Service${i} {\n  constructor(private readonly name: string) {}\n\n  title(): string {\n    return this.name;\n  }\n\n${methods.join('\n\n')}\n}\n`;
}

export interface SyntheticRepository {
  readonly folder: string;
  /** Paths of all files, and of one in the middle that is edited: it calls clients that lie in other files. */
  readonly files: readonly string[];
  readonly edited: string;
}

/**
 * Writes a repository of `count` TypeScript files that looks like people's: one in ten makes clients, four use them, the rest is plain.
 * The same in every run. Imports lead to `packages`, a node_modules folder with the libraries.
 */
export function writeRepository(folder: string, count: number, packages: string): SyntheticRepository {
  const random = createRandom(count);
  const clients = Math.floor(count / 10);
  const services = Math.floor((count * 2) / 5);
  const files: string[] = [];
  const write = (name: string, text: string): void => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (name.endsWith('.ts')) files.push(path);
  };
  const names = ['axios', 'got', 'ioredis', 'pg', '@types/node', '@types/pg'];
  write(
    'package.json',
    JSON.stringify({ name: 'bench', dependencies: Object.fromEntries(names.map((name) => [name, '*'])) }),
  );
  const compilerOptions = {
    ...{ strict: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler' },
    ...{ skipLibCheck: true, noEmit: true, types: ['node'], lib: ['es2023'] },
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  for (let i = 0; i < clients; i++) write(`src/clients/client${i}.ts`, client(i, random));
  for (let i = 0; i < services; i++) write(`src/services/service${i}.ts`, service(i, clients, random));
  for (let i = 0; files.length < count; i++) write(`src/models/model${i}.ts`, model(i, random));
  symlinkSync(packages, join(folder, 'node_modules'), 'dir');
  return { folder, files, edited: join(folder, `src/services/service${Math.floor(services / 2)}.ts`) };
}
