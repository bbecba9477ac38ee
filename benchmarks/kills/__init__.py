"""Kill builds at random moments, and see that nothing is ever lost.

    python -m benchmarks.kills [--kills 1000] [--seed SEED] [--quick] [--folder FOLDER]

A small lake is built undisturbed; then builds of it are killed (SIGKILL): in every stage, at
moments spread over the time that the stage takes undisturbed, and while publishing also before
changes to the file system; the process alone, whose children must not outlive it, or with all of
them. After each kill the current release must be whole (every file as its manifest says, DuckDB
and Parquet with the checksums of its tables), every other release too, and nothing of the build
may be running. The next build is no special one but the next to be killed; those that end must
give the tables of the undisturbed build. --quick leaves dbt's data tests out, which write nothing.

Exit code 1 when anything was not as it must be; the seed that is printed repeats the moments.
"""
