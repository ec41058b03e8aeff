import express from 'express';
import { currentRates } from './clients/rates.js';
import { whenReady } from './database.js';
import { inventory } from './inventory.js';
import { payOrder } from './pay.js';

const app = express();

// Express 5 hands what an async handler rejects with to the error middleware.
app.post('/orders/:id/payment', async (request, response) => {
  response.json({ charge: await payOrder(request.params.id) });
});

app.get('/rates', async (_request, response) => {
  response.json(await currentRates());
});

process.on('uncaughtException', (error) => {
  console.error('this should not have happened', error);
});

await whenReady();
app.listen(3000);
inventory.listen(9091);
