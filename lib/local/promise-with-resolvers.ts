/** The interpreter is written for Node 22; on Node 20 this is all that it lacks. */
interface Resolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: unknown) => void;
}

const promiseClass = Promise as unknown as { withResolvers?: <T>() => Resolvers<T> };

promiseClass.withResolvers ??= <T>() => {
  const resolvers = {} as Resolvers<T>;
  resolvers.promise = new Promise<T>((resolve, reject) => Object.assign(resolvers, { resolve, reject }));
  return resolvers;
};
