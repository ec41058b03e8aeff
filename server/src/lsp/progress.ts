import {
  type CancellationToken,
  type Disposable,
  type ProgressToken,
  type ProtocolConnection,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';

/** A long task that the user sees. */
export interface Progress {
  report(message: string, percentage: number): void;
  end(): void;
  isCancelled(): boolean;
}

let created = 0;

/**
 * Shows progress under the token that came with a request, else under one of our own where the client allows that.
 * `token` is the request's own cancellation.
 */
export async function beginProgress(
  connection: ProtocolConnection,
  title: string,
  options: {
    readonly workDoneToken: ProgressToken | undefined;
    readonly canCreate: boolean;
    readonly token: CancellationToken;
  },
): Promise<Progress> {
  let shown = options.workDoneToken;
  let cancelled = false;
  let listener: Disposable | undefined;
  if (shown === undefined && options.canCreate) {
    const own = `thriftwise-${++created}`;
    const answer = connection.sendRequest(WorkDoneProgressCreateRequest.type, { token: own });
    shown = await answer.then(
      () => own,
      () => undefined,
    );
    listener = connection.onNotification(WorkDoneProgressCancelNotification.type, ({ token }) => {
      if (token === own) cancelled = true;
    });
  }
  const send = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd) => {
    if (shown !== undefined) void connection.sendProgress(WorkDoneProgress.type, shown, value);
  };
  send({ kind: 'begin', title, cancellable: true, percentage: 0 });
  return {
    report: (message, percentage) => send({ kind: 'report', message, percentage }),
    end() {
      send({ kind: 'end' });
      listener?.dispose();
    },
    isCancelled: () => cancelled || options.token.isCancellationRequested,
  };
}
