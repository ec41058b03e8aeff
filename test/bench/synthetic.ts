/** A Thrift file of about `lines` lines that looks like people's: structs, enums, services, comments, some of it against the conventions. */
export function syntheticIdl(lines: number): string {
  const out: string[] = ['namespace go bench.synthetic', ''];
  for (let i = 0; out.length < lines; i++) {
    const kind = i % 4;
    if (kind === 0) {
      out.push(
        `// State ${i} of an order.`,
        `enum State${i} {`,
        '  UNKNOWN = 0',
        '  OPEN = 1',
        `  CLOSED = ${i + 2}`,
        '}',
        '',
      );
    } else if (kind === 1) {
      out.push(
        `/** The request number ${i}. */`,
        `struct GetThing${i}Request {`,
        '  1: required i64 thing_id (api.path = "thing_id")',
        `  2: optional string filter = "all"  // free text`,
        `  3: optional list<map<string, State${i - 1}>> states`,
        '  4: i32 pageSize',
        '}',
        '',
        `struct GetThing${i}Response {`,
        `  1: required GetThing${i}Request echo`,
        '  2: optional i64 created_at',
        '  3: optional binary payload',
        '}',
        '',
      );
    } else if (kind === 2) {
      out.push(
        `exception Failure${i} {`,
        '  1: required string message',
        '  2: optional i32 code',
        '}',
        '',
        `const i32 LIMIT_${i} = ${i}`,
        `typedef list<GetThing${i - 1}Response> Things${i}`,
        '',
      );
    } else {
      out.push(
        `service ThingService${i} {`,
        `  GetThing${i - 2}Response GetThing${i - 2}(1: GetThing${i - 2}Request req) throws (1: Failure${i - 1} failure) (api.get = "/things/${i}/:thing_id")`,
        `  oneway void LogThing(1: string action, 2: i64 thing_id)`,
        '}',
        '',
      );
    }
  }
  return `${out.join('\n')}\n`;
}
