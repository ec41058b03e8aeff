import thrift from 'thrift';
import * as Inventory from '../gen-nodejs/inventory/Inventory.js';
import { CountRequest, ReserveRequest } from '../gen-nodejs/inventory/inventory_types.js';

const connection = thrift.createConnection('inventory.internal', 9091, {});

connection.on('error', (error: Error) => {
  console.error('the inventory is away', error);
});

const inventory = thrift.createClient(Inventory, connection);

export async function countOf(article: string): Promise<number> {
  const { available } = await inventory.Count(new CountRequest({ article }));
  return available;
}

/** Takes what there is of an article, all of it. */
export async function reserveAll(article: string): Promise<string> {
  const count = await countOf(article);
  const { reservation } = await inventory.Reserve(new ReserveRequest({ article, count }));
  return reservation;
}
