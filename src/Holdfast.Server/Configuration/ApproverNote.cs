using Holdfast.Approvals;
using Holdfast.Operators;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Configuration;

/// <summary>Says at the start that the agent asks for approvals which nobody can give.</summary>
internal static partial class ApproverNote
{
    public static void Write(IServiceProvider services)
    {
        var approvals = services.GetRequiredService<IOptions<ApprovalOptions>>().Value;
        var operators = services.GetRequiredService<IOptions<OperatorOptions>>().Value;
        var asked = services.GetRequiredService<ToolBox>().Asked.Order(StringComparer.Ordinal).ToList();
        if (asked.Count > 0 && approvals.Users.Count + approvals.UserGroups.Count + operators.Users.Count == 0)
            LogNobody(services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(ApproverNote)), string.Join(", ", asked));
    }

    [LoggerMessage(1300, LogLevel.Warning, "{Tools} need approval, and nobody can give it: set Approvals:Users, Approvals:UserGroups or Operators:Users")]
    private static partial void LogNobody(ILogger logger, string tools);
}
