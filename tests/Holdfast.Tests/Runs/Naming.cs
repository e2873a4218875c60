using Holdfast.Runs;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Runs;

/// <summary>Makes what puts names into messages.</summary>
internal static class Naming
{
    public static RunNaming Of(IWorkspaces workspaces, TimeProvider time)
    {
        var directory = new SlackDirectory(workspaces, time, NullLogger<SlackDirectory>.Instance);
        return new RunNaming(directory, new UserZones(directory, NullLogger<UserZones>.Instance), time);
    }
}
