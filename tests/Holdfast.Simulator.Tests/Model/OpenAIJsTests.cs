using System.Diagnostics;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>OpenAI's own JavaScript client against the scripted model by Responses.</summary>
[Trait("Req", "XP-1")]
public sealed class OpenAIJsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("whole")]
    [InlineData("stream")]
    public async Task OpenAIs_own_sdk_has_tools_called_and_brings_back_what_was_thought(string way)
    {
        await using var simulator = await SlackSimulator.StartAsync();
        var told = await AskAsync(simulator, "say I take a look.\nuse look {\"at\":\"⚓\"}\nthen use look {\"at\":\"🌊\"}", way);

        Assert.Equal(["reasoning message function_call", "reasoning function_call", "message"], told.GetProperty("rounds").EnumerateArray().Select(round => string.Join(' ', round.EnumerateArray())));
        Assert.Equal("look said: {\"at\":\"⚓\"} calm\nlook said: {\"at\":\"🌊\"} calm", told.Text("text"));
        Assert.True(told.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
        if (way != "stream") return;
        Assert.Equal("I take a look." + told.Text("text"), told.Text("pieces"));
        Assert.Contains("I think I should call look.", told.Text("thoughts"), StringComparison.Ordinal);
    }

    private static Task<JsonElement> AskAsync(SlackSimulator simulator, string question, string way) => RunAsync(simulator, "ask.js", question, way);

    /// <summary>Runs one of the programs beside these tests; what it prints.</summary>
    internal static async Task<JsonElement> RunAsync(SlackSimulator simulator, string program, params string[] arguments)
    {
        var folder = NodePackages.Folder("openai");
        await NodePackages.RequireAsync(folder, "openai");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, program), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["OPENAI_BASE_URL"] = simulator.OpenAIBaseUrl.ToString();
        start.Environment["OPENAI_API_KEY"] = simulator.ModelKey;
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal("", await errors);
        return JsonElement.Parse(await output);
    }
}
