/** Where a snippet is meant to be expanded: its text goes between `before` and `after`. */
export interface SnippetContext {
  readonly before: string;
  readonly after: string;
  /** Files that the text includes, by path from its own directory. */
  readonly files?: Readonly<Record<string, string>>;
}

const namespace = 'namespace go example.user\n\n';

const baseFile = {
  'base.thrift': `namespace go base

struct Base {
  1: optional string log_id,
}

struct BaseResp {
  1: required i32 status_code,
  2: required string status_message,
}
`,
} as const;

const getUserRequest = `struct GetUserRequest {
  1: required i64 user_id,
}

`;

const getUserResponse = `struct GetUserResponse {
  1: required string name,
}

`;

const userNotFound = `exception UserNotFound {
  1: required string message,
}

`;

const topLevel: SnippetContext = { before: namespace, after: '\n' };
const inStruct: SnippetContext = { before: `${namespace}struct User {\n  `, after: '\n}\n' };
const inService = (definitions: string): SnippetContext => ({
  before: `${namespace}${definitions}service UserService {\n  `,
  after: '\n}\n',
});

/** By the snippet's name in snippets/thrift.json. The expanded text follows every convention of the default preset. */
export const snippetContexts: Record<string, SnippetContext> = {
  'Namespace for Go': { before: '', after: '\nstruct User {\n  1: required i64 id,\n}\n' },
  Include: {
    before: namespace,
    after: '\nstruct GetUserRequest {\n  1: required i64 user_id,\n  255: optional base.Base Base,\n}\n',
    files: baseFile,
  },
  Struct: topLevel,
  'Request and response': topLevel,
  Union: topLevel,
  Exception: topLevel,
  Enum: topLevel,
  Service: { before: namespace + getUserRequest + getUserResponse, after: '\n' },
  Method: inService(getUserRequest + getUserResponse),
  'Method with throws': inService(getUserRequest + getUserResponse + userNotFound),
  'Oneway method': inService(''),
  'Required field': inStruct,
  'Optional field': inStruct,
  'Base field of a request': {
    before: `include "base.thrift"\n\n${namespace}struct GetUserRequest {\n  1: required i64 user_id,\n  `,
    after: '\n}\n',
    files: baseFile,
  },
  'BaseResp field of a response': {
    before: `include "base.thrift"\n\n${namespace}struct GetUserResponse {\n  1: required string name,\n  `,
    after: '\n}\n',
    files: baseFile,
  },
  Typedef: topLevel,
  Const: topLevel,
  'Map const': topLevel,
  'List const': topLevel,
  'Set const': topLevel,
  'Hertz service': topLevel,
  'Hertz method': inService(
    `struct GetUserRequest {\n  1: required i64 id (api.path = "id"),\n}\n\n${getUserResponse}`,
  ),
  'Hertz request': {
    before: namespace,
    after: `\n\n${getUserResponse}service UserService {\n  GetUserResponse GetUser(1: GetUserRequest req) (api.get = "/users/:id"),\n}\n`,
  },
};
