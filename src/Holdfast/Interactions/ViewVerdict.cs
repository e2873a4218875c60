using Holdfast.Slack.Interactivity;

namespace Holdfast.Interactions;

/// <summary>What becomes of a submitted view.</summary>
public sealed record ViewVerdict
{
    private ViewVerdict(bool isAccepted, ViewSubmissionResponse? answer) => (IsAccepted, Answer) = (isAccepted, answer);

    /// <summary>It is accepted: kept, then handled, and Slack closes it.</summary>
    public static ViewVerdict Accepted { get; } = new(isAccepted: true, answer: null);

    /// <summary>Whether it is kept and handled.</summary>
    public bool IsAccepted { get; }

    /// <summary>What Slack does with the view; null to close it.</summary>
    public ViewSubmissionResponse? Answer { get; }

    /// <summary>It is accepted, and instead of closing it Slack shows another view or closes all of them.</summary>
    /// <param name="answer">What Slack does.</param>
    public static ViewVerdict AcceptedWith(ViewSubmissionResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Errors is null
            ? new(isAccepted: true, answer)
            : throw new ArgumentException("A view that has errors is not accepted.", nameof(answer));
    }

    /// <summary>It stays open and shows what is wrong; it is not handled.</summary>
    /// <param name="blockId">The input block that is wrong.</param>
    /// <param name="error">What is wrong, and how to put it right.</param>
    public static ViewVerdict Refused(string blockId, string error) => Refused(new Dictionary<string, string> { [blockId] = error });

    /// <summary>It stays open and shows what is wrong; it is not handled.</summary>
    /// <param name="errors">What is wrong, by the id of the input block.</param>
    public static ViewVerdict Refused(IReadOnlyDictionary<string, string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return errors.Count > 0
            ? new(isAccepted: false, ViewSubmissionResponse.Refuse(errors))
            : throw new ArgumentException("Slack shows errors only, so there must be one.", nameof(errors));
    }
}
