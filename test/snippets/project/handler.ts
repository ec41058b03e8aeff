import type { GetUserRequest } from './gen-nodejs/user_types.js';
import { GetUserResponse, User, UserNotFound } from './gen-nodejs/user_types.js';

/** The handler that the snippet of an integration test is shown with. */
export const handler = {
  async GetUser(request: GetUserRequest): Promise<GetUserResponse> {
    if (request.user_id !== 1) throw new UserNotFound({ message: 'no such user', user_id: request.user_id });
    return new GetUserResponse({ user: new User({ id: 1, name: 'Ada' }) });
  },
};
