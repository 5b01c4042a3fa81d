/** Who reads a request and sends its answer. */
export type Gathered = {
  /** Reads the request that has arrived, if it has arrived whole, and has it answered. */
  proceed(): void;
  /** Sends the answer that was made. */
  send(): void;
};

/** What is to be done for many connections in one turn of the event loop, and what after it. */
export type Gathering = {
  /** Bytes have come; it is told to proceed before the loop waits for more. */
  arrived(connection: Gathered): void;
  /**
   * An answer was made; it is told to send it before the loop waits for more.
   *
   * @param lentBytes what the answer keeps of buffers that are lent until it has been sent
   */
  answered(connection: Gathered, lentBytes: number): void;
  /**
   * Nobody waits for it: it is done in the first turn in which nothing has come and nothing was
   * answered, or with many that wait. It must not throw.
   */
  later(task: () => void): void;
  /** Does now what waits for such a turn. */
  settle(): void;
};

/** Answers that wait for each other. */
const answersMax = 64;

/** Bytes of lent buffers that wait to be sent: a few pages, which the processor's caches hold. */
const lentBytesMax = 256 * 1024;

/** Tasks that wait for a turn of their own. */
const tasksMax = 256;

/**
 * Does the same step for all connections, then the next: bytes are read, then requests are
 * answered, then the answers are sent. The same code runs on while the processor has it at hand.
 * And to write to a socket wakes who reads it, which costs more than to write: a client with many
 * requests under way, as a proxy is, is woken once for the answers that leave together.
 *
 * What nobody waits for comes last. While the disk takes a group of writes, all who report progress
 * wait for it, and there is time.
 */
export function createGathering(): Gathering {
  let arrived: Gathered[] = [];
  let answered: Gathered[] = [];
  let lent = 0;
  let isDue = false;
  /** Since the last turn; the answers may have been sent already, being many. */
  let hasAnswered = false;
  let tasks: (() => void)[] = [];

  function due(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(turn);
  }

  function turn(): void {
    const connections = arrived;
    const isQuiet = connections.length === 0 && !hasAnswered;
    arrived = [];
    for (const connection of connections) connection.proceed();
    sendAll();
    hasAnswered = false;
    if (isQuiet) settle();
    isDue = false;
    // A client that has sent more than one request takes turns with the others.
    if (arrived.length > 0 || tasks.length > 0) due();
  }

  function settle(): void {
    const all = tasks;
    tasks = [];
    for (const task of all) task();
  }

  function sendAll(): void {
    const connections = answered;
    answered = [];
    lent = 0;
    for (const connection of connections) connection.send();
  }

  return {
    arrived(connection) {
      arrived.push(connection);
      due();
    },
    answered(connection, lentBytes) {
      answered.push(connection);
      hasAnswered = true;
      lent += lentBytes;
      if (answered.length >= answersMax || lent >= lentBytesMax) sendAll();
      else due();
    },
    later(task) {
      tasks.push(task);
      if (tasks.length >= tasksMax) settle();
      else due();
    },
    settle,
  };
}
