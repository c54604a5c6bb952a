import { WrongSetting } from '../wrongSetting';

/** A database that cannot be used, because its key is not there or is another one. */
export class WrongKey extends WrongSetting {}
