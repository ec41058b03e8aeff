import thrift from 'thrift';
import * as UserService from '../gen-nodejs/UserService.js';
import { GetUserRequest, type User } from '../gen-nodejs/user_types.js';

/** One connection to the user service for the whole process. */
const connection = thrift.createConnection('users.internal', 9090, {
  transport: thrift.TFramedTransport,
  protocol: thrift.TBinaryProtocol,
  connect_timeout: 500,
  timeout: 2000,
});

connection.on('error', (error: Error) => {
  console.error('the user service is away', error);
});

const users = thrift.createClient(UserService, connection);

export async function findUser(id: number): Promise<User> {
  const { user } = await users.GetUser(new GetUserRequest({ user_id: id }));
  return user;
}
