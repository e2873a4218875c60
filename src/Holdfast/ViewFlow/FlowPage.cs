using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>What is known of a run when a page of its steps is shown.</summary>
/// <param name="Run">The run.</param>
/// <param name="TotalSteps">How many steps it has.</param>
/// <param name="Steps">The steps after <paramref name="After"/>, in their order; more than <see cref="FlowView.StepsPerPage"/> are not shown.</param>
/// <param name="Delivered">What Slack took of it.</param>
/// <param name="Approvals">What it asked people.</param>
/// <param name="After">The number of the step before the first shown; 0 shows the first.</param>
/// <param name="Retention">How long the viewer's own runs are kept, when the viewer is who asked; null shows no choice.</param>
/// <param name="RetentionChoices">What the operator lets people choose from.</param>
/// <param name="Now">The present.</param>
public sealed record FlowPage(
    RunRecord Run,
    int TotalSteps,
    IReadOnlyList<StepOutline> Steps,
    IReadOnlyList<DeliveryReceipt> Delivered,
    IReadOnlyList<Approval> Approvals,
    int After,
    TimeSpan? Retention,
    IReadOnlyList<TimeSpan> RetentionChoices,
    DateTimeOffset Now)
{
    /// <summary>
    /// How many deliveries are still on their way; null when that was not asked, and then an ended run of which nothing was
    /// delivered is said to be on its way.
    /// </summary>
    public int? PendingDeliveries { get; init; }

    /// <summary>What features say of the run.</summary>
    public IReadOnlyList<FlowFigure> Figures { get; init; } = [];

    /// <summary>
    /// Whether pictures are shown, and not only named. Slack refuses a view as a whole for one picture that it has no more, or not yet.
    /// </summary>
    public bool ShowsPictures { get; init; } = true;

    /// <summary>What it goes by of what its person and its channel have set.</summary>
    public TurnSettings Settings { get; init; } = TurnSettings.None;

    /// <summary>Who stopped it; null when nobody did, and when that is not known.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>The pictures that came with the question, as far as Slack shows their kind.</summary>
    internal IReadOnlyList<FlowPicture> Asked => ShowsPictures ? [.. Run.Question.Attachments.Where(IsShowable).Select(file => new FlowPicture(file.Id, file.Name))] : [];

    /// <summary>The pictures that came of it.</summary>
    internal IReadOnlyList<FlowPicture> Made => ShowsPictures ? [.. Figures.SelectMany(figure => figure.Pictures)] : [];

    /// <summary>Whether the last steps are among those shown.</summary>
    internal bool IsNewest => After >= FlowPaging.Newest(TotalSteps);

    /// <summary>How many messages of it are still to come.</summary>
    internal int Outstanding => PendingDeliveries ?? (Run.EndedAt is not null && Delivered.All(receipt => receipt.Id == Run.Notice) ? 1 : 0);

    /// <summary>Whether there will be more to see, at the end of it that is shown.</summary>
    internal bool GoesOn => IsNewest && (Run.EndedAt is null || Outstanding > 0);

    /// <summary>Changes with what is shown, and not with the time.</summary>
    internal (RunStatus Status, int Steps, int Delivered, int Decided) Mark =>
        (Run.Status, TotalSteps, Delivered.Count, Approvals.Count(approval => approval.Status != ApprovalStatus.Pending));

    /// <summary>Whether Slack may have refused it for a picture, and would take it without.</summary>
    /// <param name="error">What Slack said.</param>
    internal bool MayBeRefusedForPictures(string? error) => error is "invalid_arguments" or "invalid_blocks" && (Asked.Count > 0 || Made.Count > 0);

    private static bool IsShowable(Attachment file) => file.MediaType is "image/png" or "image/jpeg" or "image/gif" && file.Id.StartsWith('F');

    /// <summary>How long the run took, or has taken until now; never negative.</summary>
    internal TimeSpan Elapsed => Quantities.NotNegative((Run.EndedAt ?? Now) - Run.StartedAt);
}
