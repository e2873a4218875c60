using Holdfast.Items;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Feedback;

/// <summary>The two thumbs under an answer.</summary>
internal sealed class FeedbackFooter(IOptions<FeedbackOptions> options) : IAnswerFooter
{
    /// <summary>The action of both; the value says which, and of which run.</summary>
    public const string Action = "feedback";

    private const char Between = ':';

    /// <summary>The word for a good answer.</summary>
    public const string Good = "good";

    /// <summary>The word for a bad one.</summary>
    public const string Bad = "bad";

    /// <inheritdoc/>
    public IReadOnlyList<Block> Under(ItemId run) => !options.Value.Enabled ? [] :
    [
        new ContextActionsBlock
        {
            Elements =
            [
                new FeedbackButtonsElement
                {
                    ActionId = Action,
                    PositiveButton = Button("Good answer", Good, run),
                    NegativeButton = Button("Bad answer", Bad, run),
                },
            ],
        },
    ];

    /// <summary>Reads a button's value; null when it is none of ours.</summary>
    public static (string Word, ItemId Run)? Read(string value)
    {
        var at = value.IndexOf(Between, StringComparison.Ordinal);
        return at > 0 && value[..at] is Good or Bad && ItemId.TryParse(value[(at + 1)..], out var run) ? (value[..at], run) : null;
    }

    private static FeedbackButton Button(string text, string word, ItemId run) => new() { Text = Parts.Literal(text), Value = $"{word}{Between}{run}", AccessibilityLabel = text };
}
