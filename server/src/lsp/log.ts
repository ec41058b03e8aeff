import { LogMessageNotification, MessageType, type ProtocolConnection } from 'vscode-languageserver/node';

const types = { error: MessageType.Error, warn: MessageType.Warning, info: MessageType.Info } as const;

export interface Log {
  (level: keyof typeof types, message: string): void;
  /** Says a thing the first time only. */
  once(level: keyof typeof types, message: string): void;
  /** For promises that nobody waits for. */
  failure(error: unknown): void;
}

/** Writes to the client's log of this server. */
export function createLog(connection: ProtocolConnection): Log {
  const said = new Set<string>();
  const log = (level: keyof typeof types, message: string): void => {
    connection.sendNotification(LogMessageNotification.type, { type: types[level], message }).catch(() => undefined);
  };
  return Object.assign(log, {
    once(level: keyof typeof types, message: string) {
      if (said.has(message)) return;
      said.add(message);
      log(level, message);
    },
    failure(error: unknown) {
      log('warn', error instanceof Error ? error.message : String(error));
    },
  });
}
