using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Control;

/// <summary>What the app was given when it was installed: scopes are taken away and given back.</summary>
internal static class ScopeControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET scopes"] = AnswerAsync,
        ["POST scopes"] = Set,
    };

    /// <summary>All of them anew (<c>scopes</c>), or some taken away (<c>remove</c>) or given back (<c>add</c>).</summary>
    private static Task Set(ControlCall call)
    {
        var tokens = call.Parts.Tokens;
        var scopes = List(call, "scopes") ?? tokens.BotScopes;
        tokens.BotScopes = [.. scopes.Except(List(call, "remove") ?? []).Union(List(call, "add") ?? [])];
        return AnswerAsync(call);
    }

    private static Task AnswerAsync(ControlCall call)
    {
        var scopes = call.Parts.Tokens.BotScopes;
        return call.AnswerAsync(new ControlScopes(scopes, [.. AppTokens.AllBotScopes.Except(scopes)]), ControlJson.Default.ControlScopes);
    }

    private static List<string>? List(ControlCall call, string name)
    {
        if (!call.Body.Has(name, out var list)) return null;
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(scope => scope.ValueKind != JsonValueKind.String))
            throw new ControlException($"'{name}' must be an array of scopes.");
        return [.. list.EnumerateArray().Select(scope => scope.GetString()!)];
    }
}
