using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Tests.Text;

/// <summary>A module that no compiler writes: operands of every kind at places of other kinds, and odd tables.</summary>
internal static class UnusualModule
{
    /// <summary>Makes it.</summary>
    public static BeamModule Create()
    {
        var deep = Enumerable.Range(0, 2000).Aggregate((Term)Term.Nil, (inner, _) => Term.List(inner));
        Operand[] odd =
        [
            UnsignedOperand.Of(ulong.MaxValue), new IntegerOperand(-5), new IntegerOperand((System.Numerics.BigInteger)1 << 90),
            new AtomOperand("x0"), new AtomOperand("fr12"), new AtomOperand("it's\n"), NilOperand.Instance, new LiteralOperand(Term.Atom("a")),
            new LiteralOperand(Term.Integer(3)), new LiteralOperand(Term.Nil), new LiteralOperand(Term.CharList("; \"")),
            new LiteralOperand(Term.ExternalFun("m", "f", 1)), new LabelOperand(77), new LabelOperand(2), LabelOperand.None, Register.X(1023),
            new TypedRegister(Register.Y(3), new BeamType(BeamTypeKinds.Integer | BeamTypeKinds.Nil, -5, null, 7)),
            new TypedRegister(Register.X(0), BeamType.Unknown(9)), new FloatRegister(2), new ImportOperand("M", "-", 255),
            new LambdaOperand("f", 1, 2, 0), new LambdaOperand("g", 3, 9, 1), LocationOperand.None, new LocationOperand("ä \"", 7),
            new StringOperand([1, 255]), new AllocationOperand(1), new AllocationOperand(1, 2, 3), new ListOperand([]),
            new ListOperand([Register.X(0), UnsignedOperand.Of(1), new LabelOperand(3)]),
        ];
        var code = ImmutableArray.CreateBuilder<Instruction>();
        code.Add(new Instruction(Opcode.Label, [UnsignedOperand.Of(1)]));
        code.Add(new Instruction(Opcode.FuncInfo, [new AtomOperand("m"), new AtomOperand("f"), UnsignedOperand.Of(1)]));
        code.Add(new Instruction(Opcode.Label, [UnsignedOperand.Of(2)]));
        foreach (var definition in OpcodeTable.All)
        {
            for (var first = 0; first < (definition.Operands.IsEmpty || definition.Opcode == Opcode.Label ? 0 : odd.Length); first++)
            {
                code.Add(new Instruction(
                    definition.Opcode, [.. definition.Operands.Select((_, index) => odd[(first + (index * 7)) % odd.Length])]));
            }
        }

        return new BeamModule("m", [new CodeFunction("f", 1, 2, code.ToImmutable())], [new FunctionEntry("f", 1, 2), new FunctionEntry("g", 0, 5)])
        {
            Locals = [new FunctionEntry("h", 3, 0)],
            Attributes = null,
            GenerateVersion = false,
            CompileInfo = null,
            Meta = Term.List(Term.Tuple(Term.Atom("enabled_features"), Term.Nil)),
            IsCompressed = true,
            Format = BeamFormat.Of(OtpRelease.Otp28),
            Records = [new RecordDefinition("r", true, [new RecordField("a"), new RecordField("b", Term.Float(1.5))])],
            ExtraChunks = [new RawChunk("Docs", Enumerable.Range(0, 70).Select(value => (byte)value).ToArray()), new RawChunk("a\"\n ", Array.Empty<byte>())],
            Deviations = new FileDeviations
            {
                ChunkOrder = ["Code", "AtU8"],
                GzipHeader = [31, 139, 8, 0, 1, 2, 3, 4, 2, 255],
                CodeTail = [250, 1],
                MaximumOpcode = uint.MaxValue,
                LabelCount = 1,
                FunctionCount = 2,
                LineFlags = 3,
                LineInstructionCount = 4,
                Tables = new TableSeed
                {
                    Atoms = ["m", "Ä"],
                    Imports = [new ImportOperand("a", "b", 1)],
                    Literals = [deep, Term.Nil],
                    Lambdas = [new LambdaOperand("f", 1, 2, 0)],
                    Types = [BeamType.Any, BeamType.Binary],
                    FileNames = ["a.erl"],
                    Locations = [new LocationOperand("a.erl", 1)],
                    Strings = [0],
                },
            },
        };
    }
}
