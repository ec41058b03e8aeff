import { builtIn } from '../catalogue/builtIn';
import { type Catalogue, createCatalogue } from '../catalogue/catalogue';
import type { ServiceProject } from './project';

const key = {};

/** The built-in catalogue and the team's own clients. */
export function catalogueOf(project: ServiceProject): Catalogue {
  return project.once(key, () => createCatalogue([...builtIn, ...project.settings.clients]));
}
