"""Django's SQLite with writers that queue: ENGINE is this package (docs/decisions/0024-writers-queue.md).

SQLite lets one write at a time and decides among those who wait by who happens to look first, so a busy
writer can keep another out for seconds. Here a write transaction first waits for its turn: threads of a
process in the order they came (thread_queue), processes of the deployment likewise (process_queue). Reads
never wait.
"""
