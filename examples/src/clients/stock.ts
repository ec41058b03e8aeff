import axios from 'axios';
import axiosRetry from 'axios-retry';

/** The warehouse's API: how much of an article there is, and putting some aside. */
const stock = axios.create({ baseURL: 'http://stock.internal:8080' });

axiosRetry(stock, { retries: 3, retryCondition: () => true });

export interface Article {
  id: string;
  available: number;
}

export async function findArticle(id: string): Promise<Article> {
  const { data } = await stock.get<Article>(`/articles/${id}`);
  return data;
}

export async function reserve(article: string, count: number): Promise<string> {
  const { data } = await stock.post<{ reservation: string }>('/reservations', { article, count });
  return data.reservation;
}
