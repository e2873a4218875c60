using Holdfast.Slack;

namespace Holdfast.Limits;

/// <summary>Runs that were let begin by this worker, and are not in the book yet: those of one person at the same instant count for each other.</summary>
internal sealed class AdmittedRuns
{
    private readonly Dictionary<(TeamId Team, string User), int> _ofUsers = [];
    private readonly Dictionary<TeamId, int> _ofAll = [];

    /// <summary>Lets one begin, if there is room for it.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="leftOfUser">How many more of theirs the book has room for; null where that is not limited.</param>
    /// <param name="leftOfAll">How many more of everybody's; null where that is not limited.</param>
    /// <returns>What is called when it stands in the book, null when there was no room; and whether it was everybody's that is used up.</returns>
    public (Action? Booked, bool IsOfAll) Admit(TeamId team, string user, long? leftOfUser, long? leftOfAll)
    {
        lock (_ofUsers)
        {
            var (mine, all) = (_ofUsers.GetValueOrDefault((team, user)), _ofAll.GetValueOrDefault(team));
            if (mine >= leftOfUser || all >= leftOfAll)
                return (null, !(mine >= leftOfUser));
            _ofUsers[(team, user)] = mine + 1;
            _ofAll[team] = all + 1;
        }

        var isDone = 0;
        return (Forget, false);

        void Forget()
        {
            if (Interlocked.Exchange(ref isDone, 1) == 0)
                Remove(team, user);
        }
    }

    private void Remove(TeamId team, string user)
    {
        lock (_ofUsers)
        {
            if (--_ofUsers[(team, user)] == 0)
                _ofUsers.Remove((team, user));
            if (--_ofAll[team] == 0)
                _ofAll.Remove(team);
        }
    }
}
