"""后台任务: work that outlasts a request, kept in one table (records.Job), asked for anywhere and run beside the server.

Why not django-tasks-db: a task whose worker is killed stays RUNNING for ever and is never taken up (its own tracker
says so, issue 5); it knows no progress, no "one at a time about this", and no "this one must not be done twice".
"""
