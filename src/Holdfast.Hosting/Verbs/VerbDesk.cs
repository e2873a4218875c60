using Holdfast.Verbs;

namespace Holdfast.Hosting.Verbs;

/// <summary>Does verbs, with what was registered for them: in the server, or where the store was opened for one.</summary>
/// <param name="services">Makes the classes that do them.</param>
/// <param name="verbs">What there is.</param>
internal sealed class VerbDesk(IServiceProvider services, IEnumerable<VerbInfo> verbs)
{
    /// <summary>Does one.</summary>
    /// <param name="request">Which, and what was typed.</param>
    /// <param name="place">Where that is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<VerbResponse> DoAsync(VerbRequest request, VerbPlace place, CancellationToken cancellationToken)
    {
        // The program in the shell may be of another version than the server.
        if (verbs.FirstOrDefault(verb => verb.Name == request.Name) is not { } info)
            return Refused($"the running server does not know '{request.Name}'. Use the program of its own version.", isUsage: false);
        try
        {
            var verb = (IVerb)services.GetRequiredService(info.Handler);
            var reply = await verb.RunAsync(new VerbCall(request.Values, request.By) { Place = place, Next = request.Next }, cancellationToken);
            return new VerbResponse(Problem: null, IsUsage: false, reply.Text, reply.Json, reply.IsDone, reply.Next, reply.Progress);
        }
        catch (VerbException e)
        {
            return Refused(e.Message, e.IsUsage);
        }
    }

    private static VerbResponse Refused(string problem, bool isUsage) => new(problem, isUsage, Text: "", Json: "null", IsDone: false, Next: null, Progress: null);
}
