using System.Collections.Frozen;
using System.Text;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Runs;

/// <summary>A run while it is executed.</summary>
/// <param name="request">What it was asked.</param>
/// <param name="journal">Its book.</param>
/// <param name="retention">How long it is kept after its end; asked when it ends, since its user may choose meanwhile.</param>
/// <param name="isStoppable">Whether it takes long enough for somebody to want it stopped.</param>
/// <param name="corrections">What people have edited and deleted in its conversation.</param>
internal sealed class ActiveRun(RunRequest request, RunJournal journal, Func<TimeSpan> retention, bool isStoppable, RunCorrections corrections)
{
    /// <summary>What a stopped run shows of what it was about to say: as much as fits into some messages.</summary>
    private const int MaxKept = 40_000;

    private readonly StringBuilder _soFar = new();
    private long _written;

    public ItemId Id => journal.Run.Id;

    /// <summary>The run as memory has to know it.</summary>
    public RunHold Hold => new(Id, journal.Claim.Fence);

    public RunRequest Request => request;

    public RunJournal Journal => journal;

    public TimeSpan Retention => retention();

    /// <summary>Whether it takes long enough for somebody to want it stopped.</summary>
    public bool IsStoppable => isStoppable;

    /// <summary>What people have edited and deleted in its conversation.</summary>
    public RunCorrections Corrections => corrections;

    /// <summary>Whether it had begun before, here or elsewhere.</summary>
    public bool HadBegun { get; init; }

    /// <summary>What its person and its channel had set when it began.</summary>
    public TurnSettings Settings { get; init; } = TurnSettings.None;

    /// <summary>The messages that are answered along with the one that began it.</summary>
    public IReadOnlyList<LaneItem> Merged { get; init; } = [];

    /// <summary>Its observers; null before it begins, and for an immediate agent.</summary>
    public RunWatch? Watch { get; set; }

    /// <summary>What it has asked people for.</summary>
    public IReadOnlyList<Approval> Approvals { get; set; } = [];

    /// <summary>The calls that it had begun before and that must not be made twice.</summary>
    public IReadOnlySet<string> BegunCalls { get; set; } = FrozenSet<string>.Empty;

    /// <summary>What the one who asks may use without asking.</summary>
    public IReadOnlyList<ToolGrant> Grants { get; set; } = [];

    /// <summary>What was said before it and was read from Slack; empty where memory knows.</summary>
    public IReadOnlyList<Turn> Earlier { get; set; } = [];

    /// <summary>Withdraws what was approved and not done yet, with the next that is written down.</summary>
    public void TakeBackApprovals(DateTimeOffset now)
    {
        var unused = Approvals.Where(approval => approval is { Status: ApprovalStatus.Approved, UsedAt: null }).ToList();
        var withdrawn = unused.ConvertAll(approval => approval with { Status = ApprovalStatus.Withdrawn, DecidedBy = null, DecidedAt = now });
        Approvals = [.. Approvals.Except(unused), .. withdrawn];
        journal.Keep([.. withdrawn.SelectMany(approval => approval.ToRecords())]);
    }

    /// <summary>Whether the agent was not given the conversation so far, because memory could not be read.</summary>
    public bool LacksContext { get; set; }

    /// <summary>The conversation so far, as the agent was given it.</summary>
    public IReadOnlyList<Turn> Recalled { get; set; } = [];

    /// <summary>The text that the agent has written, and would have been its answer.</summary>
    public string SoFar => _soFar.ToString().Trim();

    public void Add(string delta)
    {
        // What is kept is a beginning, never a text with a gap.
        if (_soFar.Length == _written && _soFar.Length < MaxKept)
            _soFar.Append(delta);
        _written += delta.Length;
    }

    /// <summary>The end of what was written is no part of the answer after all.</summary>
    public void TakeBack(int characters)
    {
        _written = Math.Max(0, _written - characters);
        if (_soFar.Length > _written)
            _soFar.Length = (int)_written;
    }
}
