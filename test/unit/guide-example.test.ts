import { describe, expect, it } from 'vitest';
import type { Config } from '../../server/src/config/schema';
import { allRules } from '../../server/src/rules/registry.generated';
import { createTestWorkspace } from '../harness/engine';

/** The good example of the guide's section 5.1, as it stands there. */
const example = `// 好的 IDL 设计示例
namespace go example.user

// 1. 使用有意义的结构体名称
struct User {
    1: required i64 id,           // 必填字段使用 required
    2: required string name,      // 字段编号连续
    3: optional string email,     // 可选字段使用 optional
    4: optional i64 created_at,   // 使用下划线命名
    5: optional i64 updated_at,
}

// 2. 请求和响应结构体命名规范
struct GetUserRequest {
    1: required i64 user_id,
}

struct GetUserResponse {
    1: required User user,
}

// 3. 异常定义
exception UserNotFound {
    1: required string message,
    2: optional i64 user_id,
}

// 4. 服务定义
service UserService {
    // 方法名使用驼峰命名
    GetUserResponse GetUser(1: GetUserRequest req) throws (1: UserNotFound notFound),
    
    // 单向调用使用 oneway
    oneway void LogUserAction(1: string action, 2: i64 user_id),
}
`;

/** What the example does not set out to show: a comment on every single member. */
const asksForMore = ['idl/missing-doc'];

function findingsIn(text: string, config: Config): string[] {
  return createTestWorkspace({ 'user.thrift': text }, config)
    .lint('user.thrift')
    .findings.map(({ rule, message }) => `${rule}: ${message}`);
}

function everyRuleOn(): Config {
  const rules = allRules
    .filter(({ id, severity }) => id.startsWith('idl/') && severity === 'off' && !asksForMore.includes(id))
    .map(({ id }) => [id, 'warning'] as const);
  return { rules: Object.fromEntries(rules) };
}

describe("the guide's good example", () => {
  it('is clean under the default preset', () => {
    expect(findingsIn(example, {})).toEqual([]);
  });

  it('is clean with the rules on that are off by default', () => {
    expect(findingsIn(example, everyRuleOn())).toEqual([]);
  });

  it('is clean with the line ends of Windows', () => {
    expect(findingsIn(example.replaceAll('\n', '\r\n'), everyRuleOn())).toEqual([]);
  });

  it('is found wanting once it breaks a convention', () => {
    const broken = example
      .replace('created_at', 'createdAt')
      .replace('3: optional string email', '3: string email')
      .replaceAll('GetUserRequest', 'UserQuery')
      .replace('LogUserAction', 'logUserAction');
    const rules = findingsIn(broken, {}).map((each) => each.slice(0, each.indexOf(':')));
    expect(rules.sort()).toEqual([
      'idl/field-naming',
      'idl/method-naming',
      'idl/missing-requiredness',
      'idl/request-naming',
    ]);
  });
});
