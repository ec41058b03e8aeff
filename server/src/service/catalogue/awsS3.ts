import { aws } from './awsSdk';
import type { Library } from './library';

/** S3 alone among the services that were looked at bounds nothing by default in any version. */
export const library: Library = aws('awsS3', ['@aws-sdk/client-s3'], { value: 'none' });
