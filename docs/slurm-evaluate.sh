#!/bin/sh
# Folds of an evaluation as an array of Slurm jobs. Give the number of parts to sbatch and the call after the script:
#
#   sbatch --array=1-24 docs/slurm-evaluate.sh stst-net --data casme2=/data/CASME2 --protocol loso --out /scratch/stst
#
# Each task runs its share of the folds; a fold that is done stays done, so a task that was cut off is simply submitted
# again. Whichever task ends last makes the table; "onset evaluate … --merge" makes it by hand. --out must lie on a disk
# that all nodes share. Prepare data sets once before (any task with --fold does, but each would do it at the same time):
#
#   onset evaluate lbp-top --data casme2=/data/CASME2 --protocol holdout --out /scratch/prepare
#
#SBATCH --job-name=onset-evaluate
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=12:00:00
#SBATCH --requeue

exec onset evaluate "$@" --fold "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_MAX" --threads "${SLURM_CPUS_PER_TASK:-1}" --json
