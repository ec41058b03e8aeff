interface User {
  readonly id: number;
  readonly name: string;
}

interface UserStore {
  findUser(id: number): Promise<User | undefined>;
}

class HandlerError extends Error {
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The handler that the snippet of a unit test is shown with. */
export function createUserHandler(store: UserStore) {
  return {
    async GetUser(request: { readonly user_id: number }): Promise<{ readonly user: User }> {
      if (request.user_id <= 0) throw new HandlerError(1002, 'user_id must be positive');
      const user = await store.findUser(request.user_id).catch((cause: unknown) => {
        throw new HandlerError(1003, 'the store failed', { cause });
      });
      if (user === undefined) throw new HandlerError(1001, `user ${request.user_id} not found`);
      return { user };
    },
  };
}
