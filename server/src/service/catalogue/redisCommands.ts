/** Commands by what they do: wait on purpose, stream, read, may be repeated, may not. */
export interface RedisCommands {
  readonly blocking: readonly string[];
  readonly streaming: readonly string[];
  readonly reading: readonly string[];
  readonly idempotent: readonly string[];
  readonly writing: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/).filter(Boolean);

/** As ioredis spells them (`@ioredis/commands`). */
export const lowerCase: RedisCommands = {
  blocking: words(`
    blmove blmovem blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin wait waitaof xread xreadgroup
  `),
  streaming: words(`
    monitor psubscribe ssubscribe subscribe
  `),
  reading: words(`
    bitcount bitfield_ro bitpos dbsize dump echo eval_ro evalsha_ro exists expiretime fcall_ro geodist geohash
    geopos georadius_ro georadiusbymember_ro geosearch get getbit getrange hexists hexpiretime hget hgetall hkeys
    hlen hmget hpexpiretime hpttl hrandfield hscan hstrlen httl hvals info keys lastsave lcs lindex llen lpos
    lrange memory mget object pexpiretime pfcount ping pttl randomkey role scan scard sdiff sdiffcard sinter
    sintercard sismember slowlog smembers smismember sort_ro srandmember sscan strlen substr sunion sunioncard
    time ttl type xinfo xlen xpending xrange xrevrange zcard zcount zdiff zinter zintercard zlexcount zmscore
    zrandmember zrange zrangebylex zrangebyscore zrank zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan
    zscore zunion
  `),
  idempotent: words(`
    config copy del expire expireat flushall flushdb geoadd getex hdel hexpire hmset hpexpire hset hsetex lset
    ltrim mset persist pexpire pexpireat pfadd psetex rename restore sadd script sdiffstore set setbit setex
    setrange sinterstore srem sunionstore touch unlink xack xdel xtrim zadd zdiffstore zinterstore zrangestore
    zrem zremrangebylex zremrangebyrank zremrangebyscore zunionstore
  `),
  writing: words(`
    acl append arcount ardel ardelrange arget argetrange argrep arinfo arinsert arlastitems arlen armget armset
    arnext arop arring arscan arseek arset backup bgrewriteaof bgsave bitfield bitop cluster command decr decrby
    delex digest eval evalsha failover fcall function georadius georadiusbymember geosearchstore getdel getset
    hexpireat hgetdel hgetex himport hincrby hincrbyfloat hotkeys hpersist hpexpireat hsetnx incr incrby
    incrbyfloat increx latency linsert lmove lmovem lmpop lolwut lpop lpush lpushx lrem migrate move msetex msetnx
    pfmerge publish pubsub renamenx replicaof rpop rpoplpush rpush rpushx save setnx slaveof smove sort spop
    spublish swapdb trimslots vadd vcard vdim vemb vgetattr vinfo vismember vlinks vrandmember vrange vrem
    vsetattr vsim xackdel xadd xautoclaim xcfgset xclaim xdelex xgroup xidmprecord xnack xsetid zincrby zmpop
    zpopmax zpopmin
  `),
};

/** As node-redis spells them since version 4 (`@redis/client`); it knows each in capitals, too. */
export const camelCase: RedisCommands = {
  blocking: words(`
    blMove blMoveM blmPop blPop brPop brPopLPush bzmPop bzPopMax bzPopMin wait xRead xReadGroup
  `),
  streaming: words(`

  `),
  reading: words(`
    bitCount bitFieldRo bitPos configGet dbSize dump echo evalRo evalShaRo exists expireTime fCallRo geoDist
    geoHash geoPos geoRadiusRo geoRadiusByMemberRo geoSearchWith geoSearch get getBit getRange hExists hExpireTime
    hGet hGetAll hKeys hLen hmGet hpExpireTime hpTTL hRandFieldCountWithValues hRandFieldCount hRandField hScan
    hScanNoValues hStrLen hTTL hVals info keys lastSave lcsIdxWithMatchLen lcsIdx lcsLen lcs lIndex lLen lPosCount
    lPos lRange memoryUsage mGet objectEncoding objectFreq objectIdleTime objectRefCount pExpireTime pfCount ping
    pTTL randomKey role scan sCard scriptExists sDiff sDiffCard sInter sInterCard sIsMember sMembers smIsMember
    sortRo sRandMemberCount sRandMember sScan strLen sUnion sUnionCard time ttl type xInfoConsumers xInfoGroups
    xInfoStream xLen xPendingRange xPending xRange xRevRange zCard zCount zDiffWithScores zDiff zInterWithScores
    zInter zInterCard zLexCount zmScore zRandMemberCountWithScores zRandMemberCount zRandMember zRangeWithScores
    zRange zRangeByLex zRangeByScoreWithScores zRangeByScore zRankWithScore zRank zRevRankWithScore zRevRank zScan
    zScore zUnionWithScores zUnion
  `),
  idempotent: words(`
    configSet copy del expire expireAt flushAll flushDb geoAdd getEx hDel hExpire hpExpire hSet hSetEx lSet lTrim
    mSet persist pExpire pExpireAt pfAdd pSetEx rename restore sAdd scriptLoad sDiffStore set setBit setEx
    setRange sInterStore sRem sUnionStore touch unlink xAck xDel xGroupCreate xTrim zAdd zDiffStore zInterStore
    zRangeStore zRem zRemRangeByLex zRemRangeByRank zRemRangeByScore zUnionStore
  `),
  writing: words(`
    append bgRewriteAof bgSave bitField bitOp blessGet blessSet blessClear blessScan configResetStat configRewrite
    decr decrBy delEx digest eval evalSha fCall functionDelete functionDump functionFlush functionKill
    functionListWithCode functionList functionLoad functionRestore functionStats geoRadiusRoWith geoRadiusStore
    geoRadiusWith geoRadius geoRadiusByMemberRoWith geoRadiusByMemberStore geoRadiusByMemberWith geoRadiusByMember
    geoSearchStore getDel getSet hExpireAt hGetDel hGetEx hImportDiscard hImportDiscardAll hImportPrepare
    hImportSet hIncrBy hIncrByFloat hPersist hpExpireAt hSetNX incr incrBy incrByFloat increx incrExByFloat
    lInsert lMove lMoveM lmPop lPopCount lPop lPush lPushX lRem memoryDoctor memoryMallocStats memoryPurge
    memoryStats migrate moduleList moduleLoad moduleUnload move mSetEx mSetNX pfMerge publish pubSubChannels
    pubSubNumPat pubSubNumSub pubSubShardNumSub pubSubShardChannels renameNX replicaOf restoreAsking rPopCount
    rPop rPopLPush rPush rPushX scriptDebug scriptFlush scriptKill setNX sMove sortStore sort sPopCount sPop
    sPublish swapDb xAckDel xAddNoMkStream xAdd xAutoClaimJustId xAutoClaim xClaimJustId xClaim xCfgSet xDelEx
    xGroupCreateConsumer xGroupDelConsumer xGroupDestroy xGroupSetId xNack xSetId zAddIncr zIncrBy zmPop
    zPopMaxCount zPopMax zPopMinCount zPopMin vAdd vCard vDim vEmb vEmbRaw vGetAttr vInfo vLinks vLinksWithScores
    vRandMember vRange vRem vSetAttr vSim vSimWithScores
  `),
};
