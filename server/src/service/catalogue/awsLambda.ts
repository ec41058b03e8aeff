import type { Library } from './library';

/** Types alone; what an exported function of such a type does runs once an event. */
export const library: Library = {
  id: 'awsLambda',
  title: 'AWS Lambda',
  modules: ['aws-lambda'],
  hosted: ['Handler', '*Handler', '*Event'],
};
