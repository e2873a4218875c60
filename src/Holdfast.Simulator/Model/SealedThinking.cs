using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Thinking that a client is given sealed and must bring back: whole, before what came of it, and with the seal that was on it. Whoever brings half of it is
/// refused, as OpenAI does.
/// </summary>
internal static class SealedThinking
{
    /// <summary>What a client asks for to be given it.</summary>
    public const string Included = "reasoning.encrypted_content";

    private const string Prefix = "rs_";

    /// <summary>In the id of a call that was thought about stands the id of the thinking.</summary>
    private const string CallPrefix = "fc_";

    /// <summary>Older models do not think.</summary>
    public static bool HasModel(string model) =>
        !model.StartsWith("gpt-4", StringComparison.Ordinal) && !model.StartsWith("gpt-3.5", StringComparison.Ordinal);

    /// <summary>The id of an answer's thinking.</summary>
    /// <param name="answer">What is unique about the answer.</param>
    public static string IdOf(string answer) => Prefix + answer;

    /// <summary>The id of a call.</summary>
    /// <param name="answer">What is unique about the answer.</param>
    /// <param name="index">Which of its calls it is.</param>
    /// <param name="isThought">Whether there was thinking before it.</param>
    public static string IdOfCall(string answer, int index, bool isThought) => $"{CallPrefix}{(isThought ? IdOf(answer) : answer)}-{index}";

    /// <summary>The seal on the thinking with an id.</summary>
    public static string Seal(string id) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"sealed {id}")));

    /// <summary>What is wrong with the thinking in a request, or null.</summary>
    public static ModelProblem? Check(JsonElement root)
    {
        if (!root.Has("input", out var input) || input.ValueKind != JsonValueKind.Array) return null;
        var items = input.EnumerateArray().ToList();
        var known = new HashSet<string>();
        for (var i = 0; i < items.Count; i++)
        {
            var (type, id) = (items[i].Text("type"), items[i].Text("id") ?? "");
            if (type == "reasoning")
            {
                if ((CheckSeal(items[i], id) ?? CheckNext(items.ElementAtOrDefault(i + 1), id)) is { } refused) return refused;
                known.Add(id);
            }
            else if (type == "function_call" && ThinkingBefore(id) is { } needed && !known.Contains(needed))
            {
                return new ModelProblem($"Item '{id}' of type 'function_call' was provided without its required 'reasoning' item: '{needed}'.", "input");
            }
        }

        return null;
    }

    private static string? ThinkingBefore(string call) =>
        call.StartsWith(CallPrefix + Prefix, StringComparison.Ordinal) && call.LastIndexOf('-') is > 0 and var end ? call[CallPrefix.Length..end] : null;

    private static ModelProblem? CheckSeal(JsonElement item, string id)
    {
        if (item.Text("encrypted_content") is not { Length: > 0 } seal)
        {
            return new ModelProblem(
                $"Item with id '{id}' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input.", "input") { Status = 404 };
        }

        return seal == Seal(id) ? null : new ModelProblem($"The encrypted content for item {id} could not be verified.", Code: "invalid_encrypted_content");
    }

    private static ModelProblem? CheckNext(JsonElement next, string id) =>
        next.Text("type") is "reasoning" or "function_call" || (next.Text("type") == "message" && next.Text("role") == "assistant")
            ? null
            : new ModelProblem($"Item '{id}' of type 'reasoning' was provided without its required following item.", "input");
}
