using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;
using Holdfast.Text;

namespace Holdfast.Settings.Forms;

/// <summary>The fields that the settings of people and of channels have in common, as they are shown and read.</summary>
internal static class SettingsFields
{
    /// <summary>No model has a name with a blank in front.</summary>
    private const string Usual = " usual";
    private const string Live = "live";
    private const string Whole = "whole";

    private const string NotOffered = "That model is no longer offered. Choose another one.";

    /// <summary>The choice of a model, where there are several.</summary>
    public static IEnumerable<Block> Model(SettingsBook book, string current)
    {
        var models = book.Models;
        if (models.Count == 0)
            yield break;
        var usual = Option("The usual one", Usual);
        var options = models.Select(name => Option(name, name)).ToList();
        yield return new InputBlock
        {
            BlockId = SettingsActions.Model,
            Label = Parts.Literal("Model"),
            Element = new StaticSelectElement
            {
                ActionId = SettingsActions.Model,
                Options = [usual, .. options],

                // One that is no longer offered does not count, and Slack wants the initial option offered.
                InitialOption = options.Find(option => option.Value == current) ?? usual,
            },
        };
    }

    /// <summary>The wishes, where they are heeded.</summary>
    public static IEnumerable<Block> Instructions(SettingsBook book, string current, string label, string example)
    {
        if (!book.TakesInstructions)
            yield break;
        yield return new InputBlock
        {
            BlockId = SettingsActions.Instructions,
            Label = Parts.Literal(label),
            Hint = Parts.Literal($"At most {Quantities.Count(ChosenSettings.MaxInstructions, "character")}. The operators' instructions go before these."),
            Optional = true,
            Element = new PlainTextInputElement
            {
                ActionId = SettingsActions.Instructions,
                Multiline = true,
                MaxLength = ChosenSettings.MaxInstructions,
                InitialValue = current.Length == 0 ? null : current,
                Placeholder = Parts.Literal(example),
            },
        };
    }

    /// <summary>How an answer is shown, where that can be chosen.</summary>
    public static InputBlock Streaming(bool streams)
    {
        var (live, whole) = (Option("While I write them", Live), Option("When they're whole", Whole));
        return new InputBlock
        {
            BlockId = SettingsActions.Streaming,
            Label = Parts.Literal("Show my answers"),
            Element = new StaticSelectElement { ActionId = SettingsActions.Streaming, Options = [live, whole], InitialOption = streams ? live : whole },
        };
    }

    /// <summary>The model that was chosen, empty for the usual one; null where none was asked for.</summary>
    public static string? ModelOf(SlackView? view) => Chosen(view, SettingsActions.Model) switch
    {
        null => null,
        Usual => "",
        var name => name,
    };

    /// <summary>What was wished, without what nobody sees; null where it was not asked for.</summary>
    public static string? InstructionsOf(SlackView? view) =>
        view?.State?.Find(SettingsActions.Instructions, SettingsActions.Instructions) is { } field ? CleanText.Of(field.Value ?? "").Trim() : null;

    /// <summary>Whether answers are to be shown while they are written; null where it was not asked for.</summary>
    public static bool? StreamsOf(SlackView? view) => Chosen(view, SettingsActions.Streaming) is { } chosen ? chosen != Whole : null;

    /// <summary>What is wrong, by the id of the block.</summary>
    public static Dictionary<string, string> ProblemsOf(SlackView view, SettingsBook book)
    {
        var problems = new Dictionary<string, string>();
        if (ModelOf(view) is { Length: > 0 } model && !book.Models.Contains(model))
            problems[SettingsActions.Model] = NotOffered;
        if (InstructionsOf(view) is { Length: > ChosenSettings.MaxInstructions } wishes)
            problems[SettingsActions.Instructions] = $"That's {Quantities.Count(wishes.Length, "character")}. Write at most {Quantities.Count(ChosenSettings.MaxInstructions)}.";
        return problems;
    }

    private static string? Chosen(SlackView? view, string field) => view?.State?.Find(field, field)?.SelectedOption?.Value;

    private static OptionObject Option(string text, string value) => new() { Text = Parts.Literal(text), Value = value };
}
