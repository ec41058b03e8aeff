import {
  ErrorCodes,
  type Message,
  type MessageStrategy,
  type MessageWriter,
  type NotificationMessage,
  type RequestMessage,
} from 'vscode-languageserver/node';

/** Where a session stands: before `initialize`, between `initialize` and `shutdown`, or after it. */
export type LifecyclePhase = 'new' | 'running' | 'shut-down';

export interface Lifecycle {
  phase: LifecyclePhase;
}

function isRequest(message: Message): message is RequestMessage {
  return 'method' in message && 'id' in message;
}

function isNotification(message: Message): message is NotificationMessage {
  return 'method' in message && !('id' in message);
}

function refusal(message: RequestMessage, phase: LifecyclePhase): { code: number; message: string } | undefined {
  if (phase === 'shut-down') return { code: ErrorCodes.InvalidRequest, message: 'The server was shut down.' };
  if (phase === 'new' && message.method !== 'initialize')
    return { code: ErrorCodes.ServerNotInitialized, message: 'The server has not been initialized.' };
  if (phase === 'running' && message.method === 'initialize')
    return { code: ErrorCodes.InvalidRequest, message: 'The server has been initialized already.' };
  return undefined;
}

/**
 * Keeps requests and notifications away from the handlers while the protocol does not allow them: the library itself
 * would run handlers before `initialize` and after `shutdown`.
 */
export function guardLifecycle(lifecycle: Lifecycle, writer: MessageWriter): MessageStrategy {
  return {
    handleMessage(message, next) {
      if (isRequest(message)) {
        const error = refusal(message, lifecycle.phase);
        if (!error) return next(message);
        return writer.write({ jsonrpc: '2.0', id: message.id, error } as Message);
      }
      if (isNotification(message) && message.method !== 'exit' && lifecycle.phase !== 'running') return;
      return next(message);
    },
  };
}
