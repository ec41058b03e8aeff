import thrift from 'thrift';
import * as Inventory from './gen-nodejs/inventory/Inventory.js';
import {
  CountResponse,
  type CountRequest,
  ReserveResponse,
  type ReserveRequest,
} from './gen-nodejs/inventory/inventory_types.js';
import { NotFound } from './gen-nodejs/inventory/base_types.js';

const available = new Map<string, number>([['tea', 12]]);

/** Answers for `idl/inventory.thrift`, all but `Release`. */
export const inventory = thrift.createServer(Inventory, {
  // The processor counts parameters, and one with a default does not count.
  async Count(request: CountRequest = { article: 'tea' } as CountRequest) {
    return new CountResponse({ available: available.get(request.article) ?? 0 });
  },

  async Reserve(request: ReserveRequest) {
    const left = available.get(request.article);
    if (left === undefined) throw new NotFound({ message: 'no such article', resource: request.article });
    if (left < request.count) throw new Error('not enough of it is left');
    available.set(request.article, left - request.count);
    return new ReserveResponse({ reservation: `${request.article}-${left}` });
  },
});

inventory.on('error', (error: Error) => {
  console.error('the inventory failed', error);
});
