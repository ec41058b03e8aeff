import { NotificationType, type ProtocolConnection } from 'vscode-languageserver/node';

/** How the server fares; shown by clients that ask for it. */
export interface StatusParams {
  readonly state: 'healthy' | 'degraded';
  /** How many files of the workspace are known; undefined until they have been counted. */
  readonly files: number | undefined;
  /** What is wrong, in words. */
  readonly problems: readonly string[];
}

export const StatusNotification = new NotificationType<StatusParams>('thriftwise/status');

/** Gathers what makes up the status, and tells the client when it changed. */
export interface Status {
  indexed(files: number): void;
  crashed(rule: string): void;
  configProblems(problems: readonly string[]): void;
  /** Why TypeScript is not analysed right now; undefined when it is. */
  analysis(problem: string | undefined): void;
}

export function createStatus(connection: ProtocolConnection, wanted: boolean): Status {
  const crashed = new Set<string>();
  let files: number | undefined;
  let configProblems: readonly string[] = [];
  let analysisProblem: string | undefined;
  let sent = '';
  function send(): void {
    if (!wanted) return;
    const problems = [
      ...configProblems,
      ...(analysisProblem === undefined ? [] : [analysisProblem]),
      ...[...crashed].map((rule) => `${rule}: internal error`),
    ];
    const params: StatusParams = { state: problems.length > 0 ? 'degraded' : 'healthy', files, problems };
    const json = JSON.stringify(params);
    if (json === sent) return;
    sent = json;
    connection.sendNotification(StatusNotification, params).catch(() => undefined);
  }
  return {
    indexed(count) {
      files = count;
      send();
    },
    crashed(rule) {
      crashed.add(rule);
      send();
    },
    analysis(problem) {
      analysisProblem = problem;
      send();
    },
    configProblems(problems) {
      configProblems = problems;
      send();
    },
  };
}
