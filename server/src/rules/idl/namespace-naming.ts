import type { IdlFile } from '../../idl/model/file';
import {
  expectedName,
  layoutAround,
  layoutOf,
  type Neighbour,
  namesFolder,
  namespaceFor,
} from '../../idl/resolve/layout';
import type { IdlProject } from '../../idl/resolve/project';
import { fileRule } from '../../idl/rule';

const lowerCaseDotted = /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*$/;

/** How many neighbours must be called after the folder before one that is not stands out. */
const minFollowers = { program: 2, folder: 3, file: 3 } as const;

/** What the file's namespace would be if it followed its neighbours; undefined where it does, or they agree on nothing. */
function misplaced(
  file: IdlFile,
  project: IdlProject,
  language: string,
  name: string,
): { best: string; followers: readonly Neighbour[] } | undefined {
  // A package of one word (`base`) is shared on purpose and belongs to no folder.
  if (!name.includes('.') || layoutOf(file, name) || namesFolder(file, name)) return undefined;
  const common = layoutAround(file, project, language);
  if (!common) return undefined;
  const { layout, followers, others } = common;
  if (followers.length < minFollowers[layout.kind] || followers.length * 5 < others * 4) return undefined;
  const best = expectedName(file, layout, language);
  return best.includes('.') ? { best, followers } : undefined;
}

export const rule = fileRule({
  id: 'idl/namespace-naming',
  group: 'convention',
  summary: {
    en: "a namespace that is not lower-case, or not the folder's where its neighbours are",
    zh: 'namespace 不是小写，或与同目录其他文件的命名方式不一致',
  },
  guide: '5.1',
  severity: 'information',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      languages: z
        .array(z.string().min(1))
        .default(['go'])
        .meta({ markdownDescription: 'The languages whose namespaces are looked at.' }),
    }),
  thriftcheck: ['namespace.patterns'],
  messages: {
    case: {
      en: '"{name}" is not made of lower-case words with dots between them, as packages are named; write "{best}"',
      zh: '“{name}”不是以点分隔的小写单词，不符合包的命名习惯；请写作“{best}”',
    },
    folder: {
      en: '"{name}" is not named after its place, as the files beside it are: its code ends up in a package where nobody looks for it, or in that of another file; by its place it is "{best}"',
      zh: '“{name}”没有像同目录其他文件那样按所在位置命名：生成的代码会落入意料之外的包，甚至与其他文件同包；按位置应为“{best}”',
    },
    beside: { en: 'named after its place', zh: '按所在位置命名' },
    write: {
      en: 'Write "{best}" (changes the generated package)',
      zh: '改为“{best}”（会改变生成的包）',
    },
  },
  check(file, { options, project, report }) {
    for (const language of options.languages) {
      const name = namespaceFor(file, language);
      if (!name) continue;
      const { text } = name;
      if (!lowerCaseDotted.test(text)) {
        const best = text.toLowerCase();
        if (!lowerCaseDotted.test(best)) continue;
        report({
          at: name,
          message: 'case',
          data: { name: text, best },
          fixes: ({ fix, replace }) => [fix('suggested', 'write', { best }, [replace(name, best)])],
        });
        continue;
      }
      const wrong = misplaced(file, project, language, text);
      if (!wrong) continue;
      const { best, followers } = wrong;
      const [first] = followers;
      report({
        at: name,
        message: 'folder',
        data: { name: text, best },
        related: first ? [{ at: first.name, file: first.file, message: 'beside' }] : [],
        fixes: ({ fix, replace }) => [fix('suggested', 'write', { best }, [replace(name, best)])],
      });
    }
  },
});
