using Holdfast.Slack;

namespace Holdfast.Limits;

/// <summary>Runs that were let begin by this worker, and are not in the book yet: those of one person at the same instant count for each other.</summary>
internal sealed class AdmittedRuns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TeamId Team, string? User), Line> _lines = [];

    /// <summary>Begins to look: what moves from here into the book while that is read would be in neither, and is noticed.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    public Look Begin(TeamId team, string user)
    {
        lock (_lock)
            return new Look(this, (team, user), Watched((team, user)), (team, null), Watched((team, null)));
    }

    private Line Watched((TeamId Team, string? User) key)
    {
        if (!_lines.TryGetValue(key, out var line))
            _lines[key] = line = new Line();
        line.Readers++;
        return line;
    }

    private void RemoveIfUnused((TeamId Team, string? User) key, Line line)
    {
        if (line is { UnderWay: 0, Readers: 0 })
            _lines.Remove(key);
    }

    /// <summary>One who looks what is left.</summary>
    internal sealed class Look : IDisposable
    {
        private readonly AdmittedRuns _runs;
        private readonly ((TeamId Team, string? User) Key, Line Line) _mine;
        private readonly ((TeamId Team, string? User) Key, Line Line) _all;
        private (long Mine, long All) _seen;

        internal Look(AdmittedRuns runs, (TeamId Team, string? User) mine, Line lineOfMine, (TeamId Team, string? User) all, Line lineOfAll)
        {
            (_runs, _mine, _all) = (runs, (mine, lineOfMine), (all, lineOfAll));
            _seen = (lineOfMine.Booked, lineOfAll.Booked);
        }

        /// <summary>Whether something has gone into the book since the look began, or since this was asked last: then the book is to be read again.</summary>
        public bool HasMoved()
        {
            lock (_runs._lock)
            {
                var before = _seen;
                _seen = (_mine.Line.Booked, _all.Line.Booked);
                return before != _seen;
            }
        }

        /// <summary>Lets one begin, if there is room for it. What has gone into the book since it was read counts as if it were not in what was read.</summary>
        /// <param name="leftOfUser">How many more of theirs the book has room for; null where that is not limited.</param>
        /// <param name="leftOfAll">How many more of everybody's; null where that is not limited.</param>
        /// <returns>What is called when it stands in the book, null when there was no room; and whether it was everybody's that is used up.</returns>
        public (Action? Booked, bool IsOfAll) Admit(long? leftOfUser, long? leftOfAll)
        {
            lock (_runs._lock)
            {
                var (mine, all) = (_mine.Line.UnderWay + _mine.Line.Booked - _seen.Mine, _all.Line.UnderWay + _all.Line.Booked - _seen.All);
                if (mine >= leftOfUser || all >= leftOfAll)
                    return (null, !(mine >= leftOfUser));
                _mine.Line.UnderWay++;
                _all.Line.UnderWay++;
            }

            var isDone = 0;
            return (Forget, false);

            void Forget()
            {
                if (Interlocked.Exchange(ref isDone, 1) == 0)
                    Book();
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (_runs._lock)
            {
                foreach (var (key, line) in (((TeamId Team, string? User) Key, Line Line)[])[_mine, _all])
                {
                    line.Readers--;
                    _runs.RemoveIfUnused(key, line);
                }
            }
        }

        private void Book()
        {
            lock (_runs._lock)
            {
                foreach (var (key, line) in (((TeamId Team, string? User) Key, Line Line)[])[_mine, _all])
                {
                    line.UnderWay--;
                    line.Booked++;
                    _runs.RemoveIfUnused(key, line);
                }
            }
        }
    }

    /// <summary>One person's, or everybody's.</summary>
    internal sealed class Line
    {
        public int UnderWay { get; set; }

        /// <summary>How many have gone into the book while somebody looked, or others were under way.</summary>
        public long Booked { get; set; }

        public int Readers { get; set; }
    }
}
